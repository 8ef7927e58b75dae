package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That no statement of a command walks through a table that only grows, once there is something in it. */
class PostgresPlanTest {

    private static final List<Class<?>> CLASSES = List.of(
            KeysetSql.class,
            OperationSql.class,
            ProofSql.class,
            QuoteSql.class,
            LedgerSql.class,
            RedemptionSql.class,
            IncomingTokenSql.class,
            InboxSql.class);

    /** Other processes' leases are not ended at start here; and verifying a ledger reads all of it. */
    private static final Set<String> LEFT_OUT = Set.of("VOID_LEASES", "FIND_HEADLESS");

    /** The limit's number is put behind it. */
    private static final String OPEN_END = "LIMIT $";

    private static final Set<String> GROWING = Set.of(
            "operation",
            "request",
            "redemption",
            "claim",
            "incoming_token",
            "proof",
            "ledger",
            "quote",
            "keyset_key",
            "inbox");

    /** Indexes of what does not grow with use, or that are read to a limit from one end, or to verify them all. */
    private static final Set<String> SMALL = Set.of(
            "operation_unfinished",
            "proof_live",
            "quote_paid",
            "quote_unpaid",
            "ledger_time",
            "ledger_chain",
            "inbox_waiting",
            "inbox_finished");

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    private static final Pattern SCAN = Pattern.compile("(Seq Scan|Index(?: Only)? Scan|Bitmap Index Scan)"
            + "(?: Backward)?(?: using (\\w+))? on (\\w+)[^\\n]*(?:\\n\\s+Index Cond: ([^\\n]+))?");

    private static String schema;
    private static Connection connection;

    @BeforeAll
    static void fill() throws SQLException {
        PostgresServer server = PostgresServer.shared();
        schema = server.freshSchema();
        PostgresServer.close(PostgresServer.open(server.url(schema)));
        connection = server.connect();
        execute("SET search_path = " + schema);
        execute("""
                INSERT INTO proof SELECT 'w' || i % 3, decode(md5(i::text), 'hex'), 'm', 'sat',
                    CASE WHEN i % 500 = 0 THEN 'UNSPENT' WHEN i % 501 = 0 THEN 'RESERVED' ELSE 'SPENT' END,
                    md5((i / 8)::text), i % 8, i, '\\x00', '\\x01', 1 FROM generate_series(1, 60000) i""");
        execute("""
                INSERT INTO operation SELECT 'w' || i % 3, md5(i::text), 'REDEEM',
                    CASE WHEN i % 1000 = 0 THEN 'SENT' ELSE 'SETTLED' END, 3, 'm', 'sat', '\\x00', i, '1', '0', 1, 0,
                    'q' || i, i, 'me', i FROM generate_series(1, 30000) i""");
        execute("INSERT INTO request SELECT wallet, id, '\\x00', 1 FROM operation");
        execute("""
                INSERT INTO redemption SELECT 'w' || i % 3, 'k' || i, 'd' || i, md5(i::text), 0,
                    CASE WHEN i % 1000 = 0 THEN 'PENDING' ELSE 'REDEEMED' END FROM generate_series(1, 30000) i""");
        execute("""
                INSERT INTO claim SELECT 'w' || i % 3, decode(md5(i::text), 'hex'), 'k' || i
                FROM generate_series(1, 60000) i""");
        execute("""
                INSERT INTO incoming_token SELECT 'w' || i % 3, md5((i / 90)::text), i % 90, '\\x02', '\\x01', 1
                FROM generate_series(1, 20000) i""");
        execute("""
                INSERT INTO ledger SELECT 'w' || i % 3, md5(i::text), i, 'REDEEMED', 'm', 'sat', 1, 0, 'me', i,
                    '\\x00' FROM generate_series(1, 30000) i""");
        execute("""
                INSERT INTO quote SELECT 'w' || i % 3, 'q' || i, 'm', 'r', 'sat', 1,
                    CASE WHEN i % 3000 = 0 THEN 'PAID' WHEN i % 3 = 0 THEN 'UNPAID' ELSE 'ISSUED' END, i
                FROM generate_series(1, 30000) i""");
        execute("""
                INSERT INTO inbox SELECT wallet, key, 'm', NULL, NULL, '\\x00', 1, 1, 1, NULL, NULL, NULL,
                    CASE WHEN kind = 'PENDING' THEN NULL ELSE 2 END FROM redemption""");
        execute("INSERT INTO keyset SELECT decode(md5(i::text), 'hex'), decode(md5(i::text), 'hex')"
                + " FROM generate_series(1, 200) i");
        execute("INSERT INTO keyset_key SELECT id, i, '\\x02' FROM keyset, generate_series(1, 64) i");
        execute("ANALYZE");
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @Test
    void everyStatement_searches() throws Exception {
        int statements = 0;
        for (Class<?> holder : CLASSES) {
            for (Field field : holder.getDeclaredFields()) {
                if (field.getType() == String.class
                        && !LEFT_OUT.contains(field.getName())
                        && isStatement(text(field))) {
                    statements++;
                    String sql = text(field).endsWith(OPEN_END) ? text(field).replace("%s", "$3, $4") + 5 : text(field);
                    assertSearches(holder, field, sql);
                    if (sql.startsWith("SELECT") && !sql.contains("UNION") && !sql.matches("(?s).*(SUM|count)\\(.*")) {
                        assertSearches(holder, field, sql + Dialect.POSTGRES.forUpdate());
                    }
                }
            }
        }
        assertThat(statements).isGreaterThan(35);
    }

    @Test
    void statementsForManyRows_search() throws Exception {
        for (String name : List.of("ProofSql.RESERVE", "ProofSql.HAND_OUT", "ProofSql.ADD_CLAIMED")) {
            assertBatchSearches(name);
        }
        assertBatchSearches("RedemptionSql.DECIDE");
        assertBatchSearches("RedemptionSql.DROP_CLAIM");
        assertBatchSearches("OperationSql.TAKE_OVER");
    }

    @Test
    void aStatementThatWalks_isSeen() throws Exception {
        assertThat(walks(plan("SELECT * FROM proof WHERE sealed = $1"))).isNotEmpty();
        assertThat(walks(plan("SELECT * FROM proof WHERE wallet = $1"))).isNotEmpty();
        assertThat(walks(plan("SELECT * FROM proof WHERE wallet = $1 AND y = $2")))
                .isEmpty();
    }

    private static void assertSearches(Class<?> holder, Field field, String sql) throws SQLException {
        String plan = plan(sql.replace("%s", "$2, $3"));
        assertThat(walks(plan))
                .as("%s.%s\n%s", holder.getSimpleName(), field.getName(), plan)
                .isEmpty();
    }

    @Test
    void lookUpsOfMany_search() throws Exception {
        for (String name : List.of("FIND_BY_KEY", "FIND_BY_DIGEST", "FIND_BY_Y")) {
            Field field = RedemptionSql.class.getDeclaredField(name);
            String list = InList.arrayFor(name.equals("FIND_BY_Y") ? new byte[0] : "");
            assertSearches(RedemptionSql.class, field, text(field).replace("%s", list));
        }
        Field field = ProofSql.class.getDeclaredField("FIND_BY_Y");
        assertSearches(ProofSql.class, field, text(field).replace("%s", InList.arrayFor(new byte[0])));
    }

    @Test
    void pagesOfLiveProofs_comeInTheOrderOfTheirIndex() throws Exception {
        assertThat(plan(text(ProofSql.class.getDeclaredField("FIND_ALL_LIVE"))))
                .contains("proof_live")
                .doesNotContain("Sort");
    }

    private static void assertBatchSearches(String name) throws Exception {
        String[] parts = name.split("\\.", -1);
        Class<?> holder = Class.forName("io.nutflux.store.sql." + parts[0]);
        Field field = holder.getDeclaredField(parts[1]);
        String sql = text(field);
        assertSearches(holder, field, new BatchSql(sql, List.<Object[]>of(row(sql))).sql());
    }

    /** A value for each parameter, of the type of the column that it is compared with or assigned to. */
    private static Object[] row(String sql) {
        Matcher matcher = PARAMETER.matcher(sql);
        List<Object> values = new ArrayList<>();
        while (matcher.find()) {
            int number = Integer.parseInt(matcher.group(1));
            if (number > values.size()) {
                String before = sql.substring(0, matcher.start());
                boolean bytes = before.matches("(?s).*\\by = ");
                boolean integer = before.matches("(?s).*(position|amount|fee|_hi|_lo|lease_until|version)( = | \\+ )");
                values.add(bytes ? SqlNull.BLOB : integer ? SqlNull.INTEGER : SqlNull.TEXT);
            }
        }
        return values.toArray();
    }

    /** The parts of the plan that read all of something that only grows, or all that one wallet has of it. */
    private static List<String> walks(String plan) {
        List<String> walks = new ArrayList<>();
        Matcher scan = SCAN.matcher(plan);
        while (scan.find()) {
            String index = scan.group(2) == null ? scan.group(3) : scan.group(2);
            boolean sequential = scan.group(1).equals("Seq Scan");
            String condition = scan.group(4);
            boolean wholeWallet =
                    condition == null || condition.matches("\\(\\(?wallet = [^)]*\\)?( AND \\(wallet = [^)]*\\))*\\)");
            if (sequential ? GROWING.contains(index) : wholeWallet && !SMALL.contains(index) && isOfGrowing(index)) {
                walks.add(scan.group());
            }
        }
        return walks;
    }

    private static boolean isOfGrowing(String index) {
        return GROWING.stream().anyMatch(table -> index.startsWith(table + "_"));
    }

    private static boolean isStatement(String text) {
        return text.matches("(?s)(SELECT|INSERT|UPDATE|DELETE) .*") && !text.endsWith(" ");
    }

    private static String text(Field field) throws IllegalAccessException {
        field.setAccessible(true);
        return (String) field.get(null);
    }

    /** What the server does whatever the values are, which is what a prepared statement comes to. */
    private static String plan(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("EXPLAIN (GENERIC_PLAN, COSTS OFF) " + sql)) {
            List<String> lines = new ArrayList<>();
            while (results.next()) {
                lines.add(results.getString(1));
            }
            return String.join("\n", lines);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
