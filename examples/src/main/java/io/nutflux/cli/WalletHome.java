package io.nutflux.cli;

import io.nutflux.crypto.Mnemonic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A wallet's directory: {@code seed}, the words, and {@code wallet.db}, the store. Both are money, so both are the
 * owner's alone, and a directory or file that others may enter or read is refused.
 */
final class WalletHome {

    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
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

    boolean hasSeed() {
        return Files.exists(seedFile());
    }

    boolean hasStore() {
        return Files.exists(store());
    }

    /** The words. Refuses a seed that others may read. */
    Mnemonic seed() {
        Path file = seedFile();
        if (!hasSeed()) {
            throw CliException.store("no wallet in " + directory + "; make one with nutflux seed new");
        }
        refuseWider(directory, OWNER_DIRECTORY, "700");
        refuseWider(file, OWNER_FILE, "600");
        try {
            return Mnemonic.parse(readWords(file));
        } catch (IllegalArgumentException e) {
            throw CliException.store(file + " does not hold a seed: " + e.getMessage());
        }
    }

    /** A store whose seed is gone is no place for another seed. */
    void refuseOrphanedStore() {
        if (hasStore() && !hasSeed()) {
            throw CliException.store(
                    directory + " has a store but not its seed; bring it back with nutflux seed restore");
        }
    }

    /** Stores the words of a new wallet. Never replaces a seed. */
    void create(Mnemonic words) {
        if (hasSeed()) {
            throw CliException.usage(directory + " has a seed already; a seed is never replaced");
        }
        prepareDirectory();
        createOwned(seedFile(), words.reveal() + "\n");
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

    private Path seedFile() {
        return directory.resolve("seed");
    }

    private void prepareDirectory() {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory.toAbsolutePath().getParent());
                Files.createDirectory(
                        directory, attributes(directory.toAbsolutePath().getParent(), OWNER_DIRECTORY));
            } else if (posix(directory)) {
                Files.setPosixFilePermissions(directory, OWNER_DIRECTORY);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory + ": " + reason(e), e);
        }
    }

    private void createOwned(Path file, String text) {
        try (var channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                attributes(directory, OWNER_FILE))) {
            var bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            throw CliException.store(file + " was made by another process just now; try again");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    private static void refuseWider(Path path, Set<PosixFilePermission> allowed, String mode) {
        if (!posix(path)) {
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

    private static FileAttribute<?>[] attributes(Path place, Set<PosixFilePermission> permissions) {
        return posix(place)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName();
    }
}
