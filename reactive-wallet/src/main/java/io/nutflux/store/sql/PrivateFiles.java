package io.nutflux.store.sql;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that only their owner may read or write, where the file system knows of owners. */
final class PrivateFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private PrivateFiles() {}

    /** Creates the directory (0700) where it is missing. */
    static void createDirectory(Path file) throws IOException {
        Path directory = directoryOf(file);
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attributes("rwx------"));
        }
    }

    /** The file without links, which may yet be missing in an existing directory. */
    static Path real(Path file) throws IOException {
        return Files.exists(file)
                ? file.toRealPath()
                : directoryOf(file).toRealPath().resolve(file.getFileName());
    }

    private static Path directoryOf(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw Errors.unavailable(file + " is not a file", null);
        }
        return directory;
    }

    static FileAttribute<?>[] attributes() {
        return attributes("rw-------");
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Refuses what is no file, or open to others. */
    static void requirePrivate(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw Errors.unavailable(file + " is not a file", null);
        }
        if (POSIX && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw Errors.unavailable(
                    file + " holds money and is open to other users of this machine; allow its owner only (chmod 600)",
                    null);
        }
    }
}
