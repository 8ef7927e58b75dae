package io.nutflux.vault;

/**
 * Where a sealed value stands: associated data of its sealing, so that one moved to another row, column, table or wallet
 * does not open.
 *
 * @param row the row's key, as text; parts of a compound key joined by {@code /}
 */
public record Place(String table, String column, String row) {}
