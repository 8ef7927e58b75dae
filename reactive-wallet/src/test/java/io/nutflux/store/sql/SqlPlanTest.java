package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That no statement of a command walks through a table that only grows. */
class SqlPlanTest {

    private static final List<Class<?>> CLASSES = List.of(
            KeysetSql.class,
            OperationSql.class,
            ProofSql.class,
            QuoteSql.class,
            LedgerSql.class,
            RedemptionSql.class,
            IncomingTokenSql.class,
            InboxSql.class,
            SecretSql.class);

    /** What does not grow with use, or, the ledger, is read to a limit from one end, or as a whole to verify it. */
    private static final List<String> SMALL = List.of(
            "operation_unfinished",
            "inbox_waiting",
            "SCAN few",
            "proof_live",
            "quote_paid",
            "ledger_time",
            "ledger_chain",
            "SEARCH total USING PRIMARY KEY");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void create() {
        file = directory.resolve("wallet.db");
        SqliteFiles.close(SqliteFiles.open(file));
    }

    @Test
    void everyStatement_searches() throws Exception {
        int statements = 0;
        for (Class<?> holder : CLASSES) {
            for (Field field : holder.getDeclaredFields()) {
                if (field.getType() == String.class && isStatement(text(field))) {
                    statements++;
                    assertThat(plan(text(field)))
                            .as(holder.getSimpleName() + "." + field.getName())
                            .noneMatch(SqlPlanTest::walks);
                }
            }
        }
        assertThat(statements).isGreaterThan(35);
    }

    @Test
    void sumsAndChoiceOfProofs_leaveSpentOnesOut() throws Exception {
        for (String name : List.of("SUM_LIVE", "FIND_SPENDABLE", "FIND_LIVE", "FIND_ALL_LIVE")) {
            assertThat(plan(text(ProofSql.class.getDeclaredField(name))))
                    .as(name)
                    .anySatisfy(step -> assertThat(step).contains("proof_live"));
        }
        assertThat(plan(text(ProofSql.class.getDeclaredField("FIND_ALL_LIVE"))))
                .noneMatch(step -> step.contains("TEMP B-TREE"));
        for (String name : List.of("FREE", "SPEND", "FIND_RESERVED")) {
            assertThat(plan(text(ProofSql.class.getDeclaredField(name))))
                    .as(name)
                    .anySatisfy(step -> assertThat(step).contains("proof_reserved"));
        }
        for (String name : List.of("FIND_DUE", "FIND_UNFINISHED", "VOID_LEASES")) {
            assertThat(plan(text(OperationSql.class.getDeclaredField(name))))
                    .as(name)
                    .anySatisfy(step -> assertThat(step).contains("operation_unfinished"));
        }
    }

    @Test
    void countingAndClaimingOfTheInbox_readTheirIndexes() throws Exception {
        for (String name : List.of("COUNT_BY_MINT")) {
            assertThat(plan(text(InboxSql.class.getDeclaredField(name))))
                    .as(name)
                    .anySatisfy(step -> assertThat(step).contains("COVERING INDEX inbox_waiting"));
        }
        assertThat(plan(text(InboxSql.class.getDeclaredField("FIND_FINISHED"))))
                .anySatisfy(step -> assertThat(step).contains("inbox_finished"));
        assertThat(plan(text(InboxSql.class.getDeclaredField("FIND_DUE")) + "9"))
                .anySatisfy(step -> assertThat(step).contains("inbox_waiting (wallet=? AND due_at<?)"))
                .noneMatch(step -> step.contains("TEMP B-TREE"));
    }

    /** Whether the step reads all of something that only grows, or all that one wallet has of it. */
    private static boolean walks(String step) {
        boolean searches = step.startsWith("SEARCH") && !step.endsWith("(wallet=?)");
        boolean reads = step.startsWith("SEARCH") || step.startsWith("SCAN ");
        return reads && !searches && SMALL.stream().noneMatch(step::contains);
    }

    private static boolean isStatement(String text) {
        return text.matches("(?s)(SELECT|INSERT|UPDATE|DELETE) .*") && !text.endsWith(" ") && !text.endsWith("$");
    }

    private static String text(Field field) throws IllegalAccessException {
        field.setAccessible(true);
        return (String) field.get(null);
    }

    private List<String> plan(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement statement =
                        connection.prepareStatement("EXPLAIN QUERY PLAN " + sql.replace("%s", "$2, $3"));
                ResultSet results = statement.executeQuery()) {
            List<String> steps = new ArrayList<>();
            while (results.next()) {
                steps.add(results.getString("detail"));
            }
            return steps;
        }
    }
}
