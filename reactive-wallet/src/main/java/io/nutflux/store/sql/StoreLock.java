package io.nutflux.store.sql;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps other stores, of this process and of others, off a file.
 *
 * <p>On POSIX systems closing any channel of a file drops all locks the process has on it. So within this process a set
 * of paths decides, and no second channel of a held lock file is ever opened.
 */
final class StoreLock implements AutoCloseable {

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private StoreLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes the lock of {@code file}, a path without links, whose directory exists. */
    static StoreLock acquire(Path file) throws IOException {
        Path path = file.resolveSibling(file.getFileName() + ".lock");
        if (!HELD.add(path)) {
            throw Errors.inUse("this process has " + file + " open already");
        }
        FileChannel channel = null;
        boolean held = false;
        try {
            channel = FileChannel.open(path, Set.of(CREATE, WRITE), PrivateFiles.attributes());
            held = tryLock(channel);
            if (!held) {
                throw Errors.inUse("another process has " + file + " open");
            }
            return new StoreLock(path, channel);
        } finally {
            if (!held) {
                HELD.remove(path);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(path);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Held by a copy of this class from another class loader.
            return false;
        }
    }
}
