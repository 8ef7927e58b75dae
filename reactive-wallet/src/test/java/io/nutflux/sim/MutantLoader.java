package io.nutflux.sim;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * A second copy of the library's flow, store and client and of the simulation, with a mutant in it. What lies below them,
 * and the mint, are the first copy's.
 */
final class MutantLoader extends ClassLoader {

    private static final List<String> COPIED =
            List.of("io.nutflux.flow.", "io.nutflux.store.", "io.nutflux.mint.", "io.nutflux.sim.");

    private final Map<String, byte[]> mutated;

    MutantLoader(Map<String, byte[]> mutated) {
        super(MutantLoader.class.getClassLoader());
        this.mutated = mutated;
    }

    /** Runs seeds on this copy: from a seed to what went wrong, or null. */
    @SuppressWarnings("unchecked")
    LongFunction<String> runner() throws ReflectiveOperationException {
        return (LongFunction<String>)
                loadClass("io.nutflux.sim.SeedRunner").getDeclaredConstructor().newInstance();
    }

    /** Whether every mutated class is one that is copied; else the mutant would never run. */
    boolean covers() {
        return mutated.keySet().stream().allMatch(MutantLoader::isCopied);
    }

    private static boolean isCopied(String name) {
        return COPIED.stream().anyMatch(name::startsWith) && !name.equals(Memo.class.getName());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isCopied(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? copy(name) : loaded;
        }
    }

    private Class<?> copy(String name) throws ClassNotFoundException {
        try {
            byte[] bytes = mutated.containsKey(name) ? mutated.get(name) : original(name);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] original(String name) throws IOException, ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        }
    }
}
