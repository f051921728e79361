// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a statement says about itself, without its data; computed once per statement text, and kept
 * by whoever runs it again. Thread-safe.
 */
public final class DbStatement {
  private static final StoreStatements OF_STORES = new StoreStatements();

  private final @Nullable String text;
  private final String summary;
  private final String operation;
  private final @Nullable String collection;
  private final boolean waiting;
  private volatile @Nullable Object calls;

  /** Of those that were prepared of it last. */
  volatile @Nullable PreparedSql prepared;

  /**
   * @param text sanitised text for {@code db.query.text}, or null
   * @param summary span name and {@code db.query.summary}: {@code SELECT songs artists}
   * @param operation first operation, upper case: {@code SELECT}
   * @param collection first table, or null
   */
  public DbStatement(
      @Nullable String text, String summary, String operation, @Nullable String collection) {
    this(text, summary, operation, collection, false);
  }

  private DbStatement(
      @Nullable String text,
      String summary,
      String operation,
      @Nullable String collection,
      boolean waiting) {
    this.text = text;
    this.summary = summary;
    this.operation = operation;
    this.collection = collection;
    this.waiting = waiting;
  }

  /**
   * The statement of a SQL text, from a bounded cache.
   *
   * @param parameterised whether values travel apart from the text (prepared with {@code ?}): then
   *     its literals stay with {@code sql.sanitize=auto}; by default none ever does
   * @param dialect what the database takes for a literal
   */
  public static DbStatement ofSql(String sql, boolean parameterised, SqlDialect dialect) {
    return Telemetry.provider().analyseSql(sql, parameterised, dialect);
  }

  /** A command without text, e.g. Redis' {@code GET}. Keep it: one constant per command. */
  public static DbStatement command(String name) {
    return new DbStatement(null, name, name, null);
  }

  /** A command that waits for others at the server, as long as it was told to: {@code BLPOP}. */
  public static DbStatement waiting(String name) {
    return new DbStatement(null, name, name, null, true);
  }

  /**
   * What a store is asked that takes no text: an operation, and on which collection. From a bounded
   * table.
   *
   * @param operation as the store names it; what is no short word of letters, digits, dots and
   *     lines, and so may be anything that the application was sent, is {@code other}
   * @param collection a table, an index or the like; null for none or for many
   */
  public static DbStatement of(String operation, @Nullable String collection) {
    return OF_STORES.statement(operation, collection);
  }

  public @Nullable String text() {
    return text;
  }

  public String summary() {
    return summary;
  }

  public String operation() {
    return operation;
  }

  public @Nullable String collection() {
    return collection;
  }

  /** Whether its time tells of others, and not of the server. */
  public boolean waiting() {
    return waiting;
  }

  /** What the agent keeps of the calls of this statement, so that none has to look it up. */
  public @Nullable Object calls() {
    return calls;
  }

  /** For the agent itself. */
  public void keepCalls(Object kept) {
    calls = kept;
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, summary);
  }

  /** What two say, however it was found. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof DbStatement statement
            && Objects.equals(text, statement.text)
            && summary.equals(statement.summary)
            && operation.equals(statement.operation)
            && Objects.equals(collection, statement.collection)
            && waiting == statement.waiting;
  }

  @Override
  public String toString() {
    return "DbStatement[" + (text == null ? summary : text) + ']';
  }
}
