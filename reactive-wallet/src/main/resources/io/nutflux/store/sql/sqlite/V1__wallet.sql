-- Amounts are unsigned 64-bit integers in signed columns: compare them as (amount < 0, amount), never add them in SQL.
-- Sums that may pass 64 bits are pairs (hi, lo) worth hi * 2^32 + lo, with each part only ever added to.
-- Times are nanoseconds since 1970. Points and keyset ids are raw bytes.
-- sealed: secrets, encrypted with the wallet's data key of key_version, bound to the row's key and its unchanging columns.

-- Data keys, wrapped by the store's key provider. state: ACTIVE seals, RETIRED only opens.
CREATE TABLE data_key (
    wallet     TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    provider   TEXT    NOT NULL,
    wrapped    TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (wallet, version)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX data_key_active ON data_key (wallet) WHERE state = 'ACTIVE';

-- One row. 0 until the first data key; one up whenever all are wrapped anew with another key.
CREATE TABLE key_epoch (
    epoch INTEGER NOT NULL
) STRICT;

INSERT INTO key_epoch (epoch) VALUES (0);

-- Secrets that are kept by name: seeds, locking keys, preimages, access tokens.
CREATE TABLE secret (
    wallet      TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    sealed      BLOB    NOT NULL,
    key_version INTEGER NOT NULL,
    PRIMARY KEY (wallet, name)
) STRICT, WITHOUT ROWID;

-- Keys of a keyset, shared by all wallets and by all addresses of its mint.
CREATE TABLE keyset (
    id       BLOB NOT NULL PRIMARY KEY,
    short_id BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE keyset_key (
    keyset     BLOB    NOT NULL REFERENCES keyset (id),
    amount     INTEGER NOT NULL,
    public_key BLOB    NOT NULL,
    PRIMARY KEY (keyset, amount)
) STRICT, WITHOUT ROWID;

-- What one address says of a keyset. unit is here too: a version 1 id does not commit to it.
CREATE TABLE mint_keyset (
    mint          TEXT    NOT NULL,
    keyset        BLOB    NOT NULL REFERENCES keyset (id),
    unit          TEXT    NOT NULL,
    active        INTEGER NOT NULL,
    input_fee_ppk INTEGER NOT NULL,
    final_expiry  INTEGER,
    PRIMARY KEY (mint, keyset)
) STRICT, WITHOUT ROWID;

-- The next derivation counter; only ever goes up. derivation: what of a keyset's id the secrets are derived from, which
-- is all of it or, for version 1, id mod (2^31 - 1) in four bytes; keysets that agree in it share the counter.
CREATE TABLE counter (
    wallet     TEXT    NOT NULL,
    derivation BLOB    NOT NULL,
    next       INTEGER NOT NULL,
    PRIMARY KEY (wallet, derivation)
) STRICT, WITHOUT ROWID;

-- Wallets that were loaded from a backup: their counters lag behind what the mints have signed, so each keyset has to be
-- looked through (NUT-09) before it gives a counter.
CREATE TABLE restored (
    wallet      TEXT    NOT NULL PRIMARY KEY,
    restored_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far the keysets of such a wallet have been looked through since, each at the address that was asked: another address
-- may be another mint, which has signed other outputs. derivation: as in counter. first_counter: where that counter stood
-- before anything was looked through that moves it, where each of its keysets has to begin. reached: the counter up to which
-- it was looked through. complete: 1 once it was to its end.
CREATE TABLE caught_up (
    wallet        TEXT    NOT NULL,
    mint          TEXT    NOT NULL,
    keyset        BLOB    NOT NULL,
    derivation    BLOB    NOT NULL,
    first_counter INTEGER NOT NULL,
    reached       INTEGER NOT NULL,
    complete      INTEGER NOT NULL,
    PRIMARY KEY (wallet, mint, keyset)
) STRICT, WITHOUT ROWID;

-- amounts: decimal, separated by spaces. handed_out: one 0 or 1 for each amount. obstacle: what kept it from its end when
-- it was last tried; stuck_since: since when.
CREATE TABLE operation (
    wallet        TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    mint          TEXT    NOT NULL,
    unit          TEXT    NOT NULL,
    keyset        BLOB    NOT NULL,
    first_counter INTEGER NOT NULL,
    amounts       TEXT    NOT NULL,
    handed_out    TEXT    NOT NULL,
    gross         INTEGER NOT NULL,
    fee           INTEGER NOT NULL,
    quote         TEXT,
    created_at    INTEGER NOT NULL,
    owner         TEXT    NOT NULL,
    lease_until   INTEGER NOT NULL,
    parent        TEXT,
    obstacle      TEXT,
    stuck_since   INTEGER,
    PRIMARY KEY (wallet, id)
) STRICT;

CREATE INDEX operation_unfinished ON operation (wallet, lease_until)
    WHERE state <> 'SETTLED' AND state <> 'RELEASED';

CREATE UNIQUE INDEX operation_minting ON operation (wallet, quote)
    WHERE kind = 'MINT' AND state <> 'SETTLED' AND state <> 'RELEASED';

-- The exact bytes of a request that may have left; deleted when its operation ends.
CREATE TABLE request (
    wallet      TEXT    NOT NULL,
    operation   TEXT    NOT NULL,
    sealed      BLOB    NOT NULL,
    key_version INTEGER NOT NULL,
    PRIMARY KEY (wallet, operation),
    FOREIGN KEY (wallet, operation) REFERENCES operation (wallet, id)
) STRICT;

-- A token that came in: WAITING (in the inbox), PENDING, REDEEMED, ALREADY_SPENT, INVALID or REFUSED. operation: the one
-- that works on it, or decided it; none while it waits and where it was judged before anything was recorded.
CREATE TABLE redemption (
    wallet    TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    digest    TEXT    NOT NULL,
    operation TEXT,
    position  INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    mint      TEXT,
    unit      TEXT,
    amount    INTEGER,
    fee       INTEGER,
    reason    TEXT,
    detail    TEXT,
    PRIMARY KEY (wallet, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX redemption_digest ON redemption (wallet, digest);
CREATE INDEX redemption_pending ON redemption (wallet, operation, position) WHERE kind = 'PENDING';

-- Tokens that were accepted to be redeemed later; key, digest, outcome and claims stand with the redemption of that key.
-- sealed: the token's text, until it is finished. ys: its proofs' points, one after the other. due_at: when it is taken up next, or
-- while it has an owner, when that one's lease runs out. refused_at: since when its mint has done nothing but refuse it.
CREATE TABLE inbox (
    wallet      TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    mint        TEXT    NOT NULL,
    sealed      BLOB,
    key_version INTEGER,
    ys          BLOB    NOT NULL,
    accepted_at INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    owner       TEXT,
    reason      TEXT,
    refused_at  INTEGER,
    finished_at INTEGER,
    PRIMARY KEY (wallet, key)
) STRICT;

-- Holds all that counting and choosing entries read, so that these leave the rows with their long texts alone.
CREATE INDEX inbox_waiting ON inbox (wallet, due_at, key, mint, finished_at) WHERE finished_at IS NULL;
CREATE INDEX inbox_finished ON inbox (wallet, finished_at, key) WHERE finished_at IS NOT NULL;

-- Which token, redeemed, in progress or waiting, a proof belongs to.
CREATE TABLE claim (
    wallet TEXT NOT NULL,
    y      BLOB NOT NULL,
    key    TEXT NOT NULL,
    PRIMARY KEY (wallet, y)
) STRICT, WITHOUT ROWID;

-- Tokens in progress; deleted when the operation ends. position: in the operation. ys: its proofs' points, one after the
-- other. sealed: its proofs.
CREATE TABLE incoming_token (
    wallet      TEXT    NOT NULL,
    operation   TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    ys          BLOB    NOT NULL,
    sealed      BLOB    NOT NULL,
    key_version INTEGER NOT NULL,
    PRIMARY KEY (wallet, operation, position)
) STRICT;

-- The wallet's own proofs. operation, position: which operation reserved it, and as which of its inputs.
CREATE TABLE proof (
    wallet      TEXT    NOT NULL,
    y           BLOB    NOT NULL,
    mint        TEXT    NOT NULL,
    unit        TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    operation   TEXT,
    position    INTEGER,
    amount      INTEGER NOT NULL,
    keyset      BLOB    NOT NULL,
    sealed      BLOB    NOT NULL,
    key_version INTEGER NOT NULL,
    PRIMARY KEY (wallet, y)
) STRICT;

-- Spent proofs are most of the table; these indexes leave them out.
CREATE INDEX proof_live ON proof (wallet, mint, unit, state, amount, y)
    WHERE state <> 'SPENT' AND state <> 'CLAIMED';
CREATE INDEX proof_reserved ON proof (wallet, operation, position) WHERE state = 'RESERVED';

-- Entries of one mint and unit are a chain: position counts from 1, link is a keyed digest of the entry and the link
-- before it. recorded_by: the process that wrote it.
CREATE TABLE ledger (
    wallet      TEXT    NOT NULL,
    operation   TEXT    NOT NULL,
    time        INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    mint        TEXT    NOT NULL,
    unit        TEXT    NOT NULL,
    amount      INTEGER NOT NULL,
    fee         INTEGER NOT NULL,
    recorded_by TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    link        BLOB    NOT NULL,
    PRIMARY KEY (wallet, operation)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_time ON ledger (wallet, time, operation);
CREATE UNIQUE INDEX ledger_chain ON ledger (wallet, mint, unit, position);

-- Running sums of the ledger, and of handed-out proofs seen spent. entries, link: the end of the ledger's chain.
CREATE TABLE total (
    wallet      TEXT    NOT NULL,
    mint        TEXT    NOT NULL,
    unit        TEXT    NOT NULL,
    received_hi INTEGER NOT NULL,
    received_lo INTEGER NOT NULL,
    sent_hi     INTEGER NOT NULL,
    sent_lo     INTEGER NOT NULL,
    fee_hi      INTEGER NOT NULL,
    fee_lo      INTEGER NOT NULL,
    claimed_hi  INTEGER NOT NULL,
    claimed_lo  INTEGER NOT NULL,
    entries     INTEGER NOT NULL,
    link        BLOB    NOT NULL,
    PRIMARY KEY (wallet, mint, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE quote (
    wallet  TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    mint    TEXT    NOT NULL,
    request TEXT    NOT NULL,
    unit    TEXT    NOT NULL,
    amount  INTEGER NOT NULL,
    state   TEXT    NOT NULL,
    expiry  INTEGER,
    PRIMARY KEY (wallet, id)
) STRICT;

CREATE INDEX quote_paid ON quote (wallet) WHERE state = 'PAID';
CREATE INDEX quote_unpaid ON quote (wallet, expiry) WHERE state <> 'PAID' AND state <> 'ISSUED';

-- Without figures the planner takes "this wallet's rows" for few and reads them all. These tell it that a wallet has
-- most of a table, and that the partial indexes are small.
ANALYZE;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('operation', 'sqlite_autoindex_operation_1', '1000000 1000000 1'),
    ('operation', 'operation_unfinished', '1000 1000 1'),
    ('operation', 'operation_minting', '1000 1000 1'),
    ('redemption', 'redemption', '1000000 1000000 1'),
    ('redemption', 'redemption_digest', '1000000 1000000 1'),
    ('redemption', 'redemption_pending', '1000 1000 50 1'),
    ('inbox', 'sqlite_autoindex_inbox_1', '1000000 1000000 1'),
    ('inbox', 'inbox_waiting', '10000 10000 10 1 1 1'),
    ('inbox', 'inbox_finished', '1000000 1000000 10 1'),
    ('claim', 'claim', '1000000 1000000 1'),
    ('incoming_token', 'sqlite_autoindex_incoming_token_1', '10000 10000 100 1'),
    ('proof', 'sqlite_autoindex_proof_1', '1000000 1000000 1'),
    ('proof', 'proof_live', '10000 10000 5000 5000 2000 100 1'),
    ('proof', 'proof_reserved', '1000 1000 10 1'),
    ('ledger', 'ledger', '1000000 1000000 1'),
    ('ledger', 'ledger_time', '1000000 1000000 1 1'),
    ('ledger', 'ledger_chain', '1000000 1000000 100000 100000 1'),
    ('quote', 'sqlite_autoindex_quote_1', '1000000 1000000 1'),
    ('quote', 'quote_paid', '100 100'),
    ('quote', 'quote_unpaid', '100000 100000 1');
ANALYZE sqlite_schema;
