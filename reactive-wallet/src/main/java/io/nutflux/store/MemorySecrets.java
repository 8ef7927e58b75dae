package io.nutflux.store;

import static io.nutflux.store.Conflicts.conflict;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One wallet's named secrets. */
final class MemorySecrets {

    private final Map<SecretName, byte[]> secrets = new HashMap<>();

    void add(Journal journal, SecretName name, byte[] secret) {
        if (secrets.containsKey(name)) {
            throw conflict("there is a secret named " + name + " already");
        }
        put(journal, name, secret);
    }

    void put(Journal journal, SecretName name, byte[] secret) {
        journal.put(secrets, name, secret);
    }

    byte @Nullable [] get(SecretName name) {
        byte[] secret = secrets.get(name);
        return secret == null ? null : secret.clone();
    }

    boolean delete(Journal journal, SecretName name) {
        return journal.remove(secrets, name) != null;
    }
}
