package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.WalletStore;
import io.nutflux.vault.TestKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A second process that opens a store, says how that went, does some work and holds it until it is killed. */
final class OtherProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private OtherProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static OtherProcess open(Path file) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new OtherProcess(new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** What it says next; null once it has ended. */
    String line() throws IOException {
        return output.readLine();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        kill();
        output.close();
    }

    /** Opens the store named, prepares and sends one redemption, prints its id, and waits to be killed. */
    public static void main(String[] arguments) throws IOException {
        try {
            WalletStore store =
                    SqliteStore.open(Path.of(arguments[0]), TestKeys.provider()).block();
            StoreSamples samples = new StoreSamples(7);
            OperationDraft draft = samples.redeem(samples.token("from the other process", 1, 2));
            store.prepare(StoreSamples.WALLET, draft)
                    .then(store.markSent(StoreSamples.WALLET, draft.id(), 1, samples.body()))
                    .block();
            System.out.println(draft.id());
            int end = System.in.read();
            System.out.println("ended by " + end);
        } catch (StoreException e) {
            System.out.println(e.kind());
        }
    }
}
