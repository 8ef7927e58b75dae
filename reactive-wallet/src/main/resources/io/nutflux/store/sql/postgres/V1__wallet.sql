-- The tables of a Nutflux wallet store. Applied by the library at start, or by the operator before it, in the schema that
-- the wallet's connections use.

-- What was applied. The library notes each script's checksum; an entry made by hand has none.
CREATE TABLE IF NOT EXISTS schema_version (
    version  INTEGER NOT NULL PRIMARY KEY,
    name     TEXT    NOT NULL,
    checksum TEXT    NOT NULL
);

-- Amounts are unsigned 64-bit integers in signed columns: compare them as (amount < 0, amount), never add them in SQL.
-- Sums that may pass 64 bits are pairs (hi, lo) worth hi * 2^32 + lo, with each part only ever added to.
-- Times are nanoseconds since 1970. Points and keyset ids are raw bytes. Text is compared byte by byte.
-- sealed: secrets, encrypted with the wallet's data key of key_version, bound to the row's key and its unchanging columns.

-- Data keys, wrapped by the store's key provider. state: ACTIVE seals, RETIRED only opens.
CREATE TABLE data_key (
    wallet     TEXT COLLATE "C" NOT NULL,
    version    BIGINT           NOT NULL,
    provider   TEXT COLLATE "C" NOT NULL,
    wrapped    TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL,
    PRIMARY KEY (wallet, version)
);

CREATE UNIQUE INDEX data_key_active ON data_key (wallet) WHERE state = 'ACTIVE';

-- One row. 0 until the first data key; one up whenever all are wrapped anew with another key.
CREATE TABLE key_epoch (
    epoch BIGINT NOT NULL
);

INSERT INTO key_epoch (epoch) VALUES (0);

-- Secrets that are kept by name: seeds, locking keys, preimages, access tokens.
CREATE TABLE secret (
    wallet      TEXT COLLATE "C" NOT NULL,
    name        TEXT COLLATE "C" NOT NULL,
    sealed      BYTEA            NOT NULL,
    key_version BIGINT           NOT NULL,
    PRIMARY KEY (wallet, name)
);

-- Keys of a keyset, shared by all wallets and by all addresses of its mint.
CREATE TABLE keyset (
    id       BYTEA NOT NULL PRIMARY KEY,
    short_id BYTEA NOT NULL UNIQUE
);

CREATE TABLE keyset_key (
    keyset     BYTEA  NOT NULL REFERENCES keyset (id),
    amount     BIGINT NOT NULL,
    public_key BYTEA  NOT NULL,
    PRIMARY KEY (keyset, amount)
);

-- What one address says of a keyset. unit is here too: a version 1 id does not commit to it.
CREATE TABLE mint_keyset (
    mint          TEXT COLLATE "C" NOT NULL,
    keyset        BYTEA            NOT NULL REFERENCES keyset (id),
    unit          TEXT COLLATE "C" NOT NULL,
    active        BIGINT           NOT NULL,
    input_fee_ppk BIGINT           NOT NULL,
    final_expiry  BIGINT,
    PRIMARY KEY (mint, keyset)
);

-- The next derivation counter; only ever goes up. derivation: what of a keyset's id the secrets are derived from, which
-- is all of it or, for version 1, id mod (2^31 - 1) in four bytes; keysets that agree in it share the counter.
CREATE TABLE counter (
    wallet     TEXT COLLATE "C" NOT NULL,
    derivation BYTEA            NOT NULL,
    next       BIGINT           NOT NULL,
    PRIMARY KEY (wallet, derivation)
);

-- Wallets that were loaded from a backup: their counters lag behind what the mints have signed, so each keyset has to be
-- looked through (NUT-09) before it gives a counter.
CREATE TABLE restored (
    wallet      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    restored_at BIGINT           NOT NULL
);

-- How far the keysets of such a wallet have been looked through since, each at the address that was asked: another address
-- may be another mint, which has signed other outputs. derivation: as in counter. first_counter: where that counter stood
-- before anything was looked through that moves it, where each of its keysets has to begin. reached: the counter up to which
-- it was looked through. complete: 1 once it was to its end.
CREATE TABLE caught_up (
    wallet        TEXT COLLATE "C" NOT NULL,
    mint          TEXT COLLATE "C" NOT NULL,
    keyset        BYTEA            NOT NULL,
    derivation    BYTEA            NOT NULL,
    first_counter BIGINT           NOT NULL,
    reached       BIGINT           NOT NULL,
    complete      BIGINT           NOT NULL,
    PRIMARY KEY (wallet, mint, keyset)
);

-- amounts: decimal, separated by spaces. handed_out: one 0 or 1 for each amount.
CREATE TABLE operation (
    wallet        TEXT COLLATE "C" NOT NULL,
    id            TEXT COLLATE "C" NOT NULL,
    kind          TEXT COLLATE "C" NOT NULL,
    state         TEXT COLLATE "C" NOT NULL,
    version       BIGINT           NOT NULL,
    mint          TEXT COLLATE "C" NOT NULL,
    unit          TEXT COLLATE "C" NOT NULL,
    keyset        BYTEA            NOT NULL,
    first_counter BIGINT           NOT NULL,
    amounts       TEXT COLLATE "C" NOT NULL,
    handed_out    TEXT COLLATE "C" NOT NULL,
    gross         BIGINT           NOT NULL,
    fee           BIGINT           NOT NULL,
    quote         TEXT COLLATE "C",
    created_at    BIGINT           NOT NULL,
    owner         TEXT COLLATE "C" NOT NULL,
    lease_until   BIGINT           NOT NULL,
    parent        TEXT COLLATE "C",
    obstacle      TEXT COLLATE "C",
    stuck_since   BIGINT,
    PRIMARY KEY (wallet, id)
);

CREATE INDEX operation_unfinished ON operation (wallet, lease_until)
    WHERE state <> 'SETTLED' AND state <> 'RELEASED';

CREATE UNIQUE INDEX operation_minting ON operation (wallet, quote)
    WHERE kind = 'MINT' AND state <> 'SETTLED' AND state <> 'RELEASED';

-- The exact bytes of a request that may have left; deleted when its operation ends.
CREATE TABLE request (
    wallet      TEXT COLLATE "C" NOT NULL,
    operation   TEXT COLLATE "C" NOT NULL,
    sealed      BYTEA            NOT NULL,
    key_version BIGINT           NOT NULL,
    PRIMARY KEY (wallet, operation),
    FOREIGN KEY (wallet, operation) REFERENCES operation (wallet, id)
);

-- A token that came in: WAITING (in the inbox), PENDING, REDEEMED, ALREADY_SPENT, INVALID or REFUSED. operation: the one
-- that works on it, or decided it; none while it waits and where it was judged before anything was recorded.
CREATE TABLE redemption (
    wallet    TEXT COLLATE "C" NOT NULL,
    key       TEXT COLLATE "C" NOT NULL,
    digest    TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C",
    position  BIGINT           NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,
    mint      TEXT COLLATE "C",
    unit      TEXT COLLATE "C",
    amount    BIGINT,
    fee       BIGINT,
    reason    TEXT COLLATE "C",
    detail    TEXT COLLATE "C",
    PRIMARY KEY (wallet, key)
);

CREATE INDEX redemption_digest ON redemption (wallet, digest);
CREATE INDEX redemption_pending ON redemption (wallet, operation, position) WHERE kind = 'PENDING';

-- Tokens that were accepted to be redeemed later; key, digest, outcome and claims stand with the redemption of that key.
-- sealed: the token's text, until it is finished. ys: its proofs' points, one after the other. due_at: when it is taken up next, or
-- while it has an owner, when that one's lease runs out. refused_at: since when its mint has done nothing but refuse it.
CREATE TABLE inbox (
    wallet      TEXT COLLATE "C" NOT NULL,
    key         TEXT COLLATE "C" NOT NULL,
    mint        TEXT COLLATE "C" NOT NULL,
    sealed      BYTEA,
    key_version BIGINT,
    ys          BYTEA            NOT NULL,
    accepted_at BIGINT           NOT NULL,
    due_at      BIGINT           NOT NULL,
    attempts    BIGINT           NOT NULL,
    owner       TEXT COLLATE "C",
    reason      TEXT COLLATE "C",
    refused_at  BIGINT,
    finished_at BIGINT,
    PRIMARY KEY (wallet, key)
);

-- Holds all that counting and choosing entries read, so that these leave the rows with their long texts alone.
CREATE INDEX inbox_waiting ON inbox (wallet, due_at, key, mint, finished_at) WHERE finished_at IS NULL;
CREATE INDEX inbox_finished ON inbox (wallet, finished_at, key) WHERE finished_at IS NOT NULL;

-- Which token, redeemed, in progress or waiting, a proof belongs to.
CREATE TABLE claim (
    wallet TEXT COLLATE "C" NOT NULL,
    y      BYTEA            NOT NULL,
    key    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (wallet, y)
);

-- Tokens in progress; deleted when the operation ends. position: in the operation. ys: its proofs' points, one after the
-- other. sealed: its proofs.
CREATE TABLE incoming_token (
    wallet      TEXT COLLATE "C" NOT NULL,
    operation   TEXT COLLATE "C" NOT NULL,
    position    BIGINT           NOT NULL,
    ys          BYTEA            NOT NULL,
    sealed      BYTEA            NOT NULL,
    key_version BIGINT           NOT NULL,
    PRIMARY KEY (wallet, operation, position)
);

-- The wallet's own proofs. operation, position: which operation reserved it, and as which of its inputs.
CREATE TABLE proof (
    wallet      TEXT COLLATE "C" NOT NULL,
    y           BYTEA            NOT NULL,
    mint        TEXT COLLATE "C" NOT NULL,
    unit        TEXT COLLATE "C" NOT NULL,
    state       TEXT COLLATE "C" NOT NULL,
    operation   TEXT COLLATE "C",
    position    BIGINT,
    amount      BIGINT           NOT NULL,
    keyset      BYTEA            NOT NULL,
    sealed      BYTEA            NOT NULL,
    key_version BIGINT           NOT NULL,
    PRIMARY KEY (wallet, y)
);

-- Spent proofs are most of the table; these indexes leave them out.
CREATE INDEX proof_live ON proof (wallet, mint, unit, state, amount, y)
    WHERE state <> 'SPENT' AND state <> 'CLAIMED';
CREATE INDEX proof_reserved ON proof (wallet, operation, position) WHERE state = 'RESERVED';

-- Entries of one mint and unit are a chain: position counts from 1, link is a keyed digest of the entry and the link
-- before it. recorded_by: the process that wrote it.
CREATE TABLE ledger (
    wallet      TEXT COLLATE "C" NOT NULL,
    operation   TEXT COLLATE "C" NOT NULL,
    time        BIGINT           NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    mint        TEXT COLLATE "C" NOT NULL,
    unit        TEXT COLLATE "C" NOT NULL,
    amount      BIGINT           NOT NULL,
    fee         BIGINT           NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    position    BIGINT           NOT NULL,
    link        BYTEA            NOT NULL,
    PRIMARY KEY (wallet, operation)
);

CREATE INDEX ledger_time ON ledger (wallet, time, operation);
CREATE UNIQUE INDEX ledger_chain ON ledger (wallet, mint, unit, position);

-- Running sums of the ledger, and of handed-out proofs seen spent. entries, link: the end of the ledger's chain.
CREATE TABLE total (
    wallet      TEXT COLLATE "C" NOT NULL,
    mint        TEXT COLLATE "C" NOT NULL,
    unit        TEXT COLLATE "C" NOT NULL,
    received_hi BIGINT           NOT NULL,
    received_lo BIGINT           NOT NULL,
    sent_hi     BIGINT           NOT NULL,
    sent_lo     BIGINT           NOT NULL,
    fee_hi      BIGINT           NOT NULL,
    fee_lo      BIGINT           NOT NULL,
    claimed_hi  BIGINT           NOT NULL,
    claimed_lo  BIGINT           NOT NULL,
    entries     BIGINT           NOT NULL,
    link        BYTEA            NOT NULL,
    PRIMARY KEY (wallet, mint, unit)
);

CREATE TABLE quote (
    wallet  TEXT COLLATE "C" NOT NULL,
    id      TEXT COLLATE "C" NOT NULL,
    mint    TEXT COLLATE "C" NOT NULL,
    request TEXT COLLATE "C" NOT NULL,
    unit    TEXT COLLATE "C" NOT NULL,
    amount  BIGINT           NOT NULL,
    state   TEXT COLLATE "C" NOT NULL,
    expiry  BIGINT,
    PRIMARY KEY (wallet, id)
);

CREATE INDEX quote_paid ON quote (wallet) WHERE state = 'PAID';
CREATE INDEX quote_unpaid ON quote (wallet, expiry) WHERE state <> 'PAID' AND state <> 'ISSUED';

-- The number of the last transaction of each writer in progress, by which a commit is found whose answer was lost.
CREATE TABLE commit_mark (
    id        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    command   BIGINT           NOT NULL,
    marked_at TIMESTAMPTZ      NOT NULL
) WITH (fillfactor = 25);

-- Rows that are changed all the time, by one transaction after the other.
ALTER TABLE counter SET (fillfactor = 25);
ALTER TABLE total SET (fillfactor = 25);

INSERT INTO schema_version (version, name, checksum) VALUES (1, 'V1__wallet.sql', '') ON CONFLICT (version) DO NOTHING;
