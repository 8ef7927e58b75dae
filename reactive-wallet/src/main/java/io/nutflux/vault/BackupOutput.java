package io.nutflux.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** Writes one backup to a file that was not there before and is its owner's alone. For one thread. */
final class BackupOutput {

    private final Path file;
    private final FileChannel channel;
    private final BackupCipher cipher;
    private final byte[] chunk = new byte[BackupCipher.CHUNK];
    private int filled;

    private BackupOutput(Path file, FileChannel channel, BackupCipher cipher) {
        this.file = file;
        this.channel = channel;
        this.cipher = cipher;
    }

    static BackupOutput create(Path file, BackupHeader header, DataKey key) throws IOException {
        byte[] bytes = header.toBytes();
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersOnly());
        } catch (FileAlreadyExistsException e) {
            throw VaultErrors.unavailable(file + " is there already; a backup never overwrites", null);
        }
        BackupOutput output = new BackupOutput(file, channel, new BackupCipher(key, bytes));
        try {
            output.writeFully(bytes);
            return output;
        } catch (IOException e) {
            output.abandon();
            throw e;
        }
    }

    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** A full chunk waits for more, as it may be the last. */
    void write(byte[] content) throws IOException {
        int from = 0;
        while (from < content.length) {
            if (filled == chunk.length) {
                writeFully(cipher.seal(chunk, false));
                filled = 0;
            }
            int taken = Math.min(chunk.length - filled, content.length - from);
            System.arraycopy(content, from, chunk, filled, taken);
            filled += taken;
            from += taken;
        }
    }

    /** Writes the last chunk, and returns when all of it is on the disk. */
    void finish() throws IOException {
        byte[] last = Arrays.copyOf(chunk, filled);
        writeFully(cipher.seal(last, true));
        AesGcm.wipe(last);
        channel.force(true);
        close();
        syncDirectory();
    }

    /** So that the file's name outlives a power cut too; not every system can. */
    private void syncDirectory() {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel parent = FileChannel.open(directory, StandardOpenOption.READ)) {
            parent.force(true);
        } catch (IOException e) {
            // A system on which directories are not opened has no such sync.
        }
    }

    /** Gives up and leaves no file. */
    void abandon() throws IOException {
        try {
            close();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void close() throws IOException {
        cipher.close();
        AesGcm.wipe(chunk);
        channel.close();
    }

    private void writeFully(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }
}
