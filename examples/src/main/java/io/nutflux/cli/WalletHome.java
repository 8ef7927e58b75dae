package io.nutflux.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A wallet's directory, with {@code wallet.db}, the store. It is money, so it is the owner's alone: a directory that others
 * may enter is refused, and by the store a file that others may read.
 */
final class WalletHome {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final int LONGEST_SEED_FILE = 1_024;

    private final Path directory;

    private WalletHome(Path directory) {
        this.directory = directory;
    }

    /** The directory that the run's options name; nothing is touched yet. */
    static WalletHome of(Cli cli) {
        Path chosen = cli.options().wallet;
        return new WalletHome(chosen == null ? cli.environment().home().resolve(".nutflux") : chosen.toAbsolutePath());
    }

    Path directory() {
        return directory;
    }

    boolean hasStore() {
        return Files.exists(store());
    }

    /** Fails where there is no wallet, and where others may enter. */
    void requireWallet() {
        if (!hasStore()) {
            throw CliException.store("no wallet in " + directory + "; make one with nutflux seed new");
        }
        refuseWider(directory, OWNER_DIRECTORY, "700");
    }

    /** Where the store is, or will be: it makes its files itself, the owner's alone. */
    Path store() {
        return directory.resolve("wallet.db");
    }

    /** Reads a file of words, bounded. */
    static String readWords(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST_SEED_FILE);
            return new String(bytes, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + reason(e), e);
        }
    }

    /** Makes the directory, or closes it to others. */
    void prepareDirectory() {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, attributes(OWNER_DIRECTORY));
            } else if (POSIX) {
                Files.setPosixFilePermissions(directory, OWNER_DIRECTORY);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory + ": " + reason(e), e);
        }
    }

    private static void refuseWider(Path path, Set<PosixFilePermission> allowed, String mode) {
        if (!POSIX) {
            return;
        }
        try {
            Set<PosixFilePermission> beyond = EnumSet.noneOf(PosixFilePermission.class);
            beyond.addAll(Files.getPosixFilePermissions(path));
            beyond.removeAll(allowed);
            if (!beyond.isEmpty()) {
                throw CliException.store(path + " is open to others; if nobody used that, chmod " + mode + " it");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + path + ": " + reason(e), e);
        }
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName();
    }
}
