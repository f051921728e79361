// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What Redis clients have in common: the statements of commands, which are only their names, and
 * error replies. One constant per module, as it refers to the client's own constants. Thread-safe.
 */
public final class RedisCommands {
  private static final int MAX_KNOWN = 2_000;
  private static final int MAX_WORD = 32;
  private static final String NO_PREFIX = "ERR";

  /** Commands that wait at the server; XREAD and XREADGROUP do if they are told to. */
  private static final Set<String> WAITING =
      Set.of(
          "BLMOVE",
          "BLMPOP",
          "BLPOP",
          "BRPOP",
          "BRPOPLPUSH",
          "BZMPOP",
          "BZPOPMAX",
          "BZPOPMIN",
          "WAIT",
          "WAITAOF");

  private static final DbStatement XREAD = DbStatement.waiting("XREAD");
  private static final DbStatement XREADGROUP = DbStatement.waiting("XREADGROUP");

  /** Commands sent together without waiting for each one's reply. */
  public static final DbStatement PIPELINE = DbStatement.command("PIPELINE");

  /** A transaction, with all its commands. */
  public static final DbStatement MULTI = DbStatement.command("MULTI");

  /** A transaction that is given up. */
  public static final DbStatement DISCARD = DbStatement.command("DISCARD");

  private final ConcurrentHashMap<Object, DbStatement> known = new ConcurrentHashMap<>();
  private volatile @Nullable Constants constants;

  /** The statements of a client's main commands, without a look-up: those of its first enum. */
  private static final class Constants {
    final Class<?> type;
    final @Nullable DbStatement[] statements;

    Constants(Class<?> type) {
      this.type = type;
      this.statements = new DbStatement[type.getEnumConstants().length];
    }
  }

  /**
   * The statement of a command.
   *
   * @param command the client's constant for it; remembered only if it is one of an enum, as others
   *     may be made anew for each call
   * @param name the command as it is sent, e.g. {@code JSON.GET}
   */
  public DbStatement statement(Object command, byte[] name) {
    if (!(command instanceof Enum<?> constant)) {
      return newStatement(nameOf(name));
    }
    Constants first = constants;
    if (first == null) {
      first = new Constants(constant.getDeclaringClass());
      constants = first;
    }
    if (first.type == constant.getDeclaringClass()) {
      DbStatement statement = first.statements[constant.ordinal()];
      if (statement == null) {
        statement = newStatement(nameOf(name));
        first.statements[constant.ordinal()] = statement;
      }
      return statement;
    }
    DbStatement statement = known.get(command);
    if (statement == null) {
      statement = newStatement(nameOf(name));
      if (known.size() < MAX_KNOWN) {
        known.put(command, statement);
      }
    }
    return statement;
  }

  /**
   * The same for a client that has no constants.
   *
   * @param name remembered, so of a bounded number
   */
  public DbStatement statement(String name) {
    DbStatement statement = known.get(name);
    if (statement == null) {
      statement = newStatement(nameOf(name.getBytes(StandardCharsets.UTF_8)));
      if (known.size() < MAX_KNOWN) {
        known.put(name, statement);
      }
    }
    return statement;
  }

  /** Whether a text begins as an error reply does, for a client that has one exception for all. */
  public static boolean isReply(@Nullable String message) {
    int word = message == null ? 0 : wordOf(message);
    return word > 0;
  }

  /** Whether the command waits if it is told to by {@code BLOCK} among its arguments. */
  public static boolean mayWait(DbStatement statement) {
    return statement.operation().startsWith("XREAD");
  }

  /** The statement of a command that is told to, as {@link #mayWait} asks. */
  public static DbStatement waiting(DbStatement statement) {
    return statement.operation().equals("XREAD") ? XREAD : XREADGROUP;
  }

  /** Whether the reply may be of the keys alone that were found, so that it matters how many. */
  public static boolean counts(DbStatement statement) {
    return statement.operation().equals("EXISTS") || statement.operation().equals("MGET");
  }

  /**
   * Ends a call of a client that tells of refusals by exceptions.
   *
   * @param refusal the client's class of exceptions whose message is an error reply
   * @param reply of a pipeline or transaction a list, where refusals are among the results
   * @param thrown by the call
   */
  public static void end(
      DbOperation operation,
      Class<? extends Throwable> refusal,
      @Nullable Object reply,
      @Nullable Throwable thrown) {
    if (refusal.isInstance(thrown)) {
      endRefused(operation, thrown.getMessage());
    } else if (thrown != null) {
      operation.end(thrown);
    } else {
      Throwable first = firstRefusal(refusal, reply);
      if (first != null) {
        endRefused(operation, first.getMessage());
      } else {
        operation.answered(reply);
        operation.end(null);
      }
    }
  }

  private static @Nullable Throwable firstRefusal(
      Class<? extends Throwable> refusal, @Nullable Object reply) {
    if (reply instanceof List<?> list && !list.isEmpty()) {
      for (Object each : list) {
        if (refusal.isInstance(each)) {
          return (Throwable) each;
        }
      }
    }
    return null;
  }

  /**
   * Ends a command that Redis refused. The reply may quote keys and values, so only its first word
   * is kept, and not the exception that a client makes of it.
   */
  public static void endRefused(DbOperation operation, @Nullable String reply) {
    operation.responseStatus(prefixOf(reply));
    operation.end(null);
  }

  private static DbStatement newStatement(String name) {
    return WAITING.contains(name) ? DbStatement.waiting(name) : DbStatement.command(name);
  }

  private static String nameOf(byte[] name) {
    for (int i = 0; i < name.length; i++) {
      byte c = name[i];
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (i == MAX_WORD || !(letter || (c >= '0' && c <= '9') || c == '.' || c == '_')) {
        return "other";
      }
    }
    return name.length == 0
        ? "other"
        : new String(name, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
  }

  private static String prefixOf(@Nullable String reply) {
    if (reply == null) {
      return NO_PREFIX;
    }
    int end = wordOf(reply);
    return end > 0 ? reply.substring(0, end) : NO_PREFIX;
  }

  /** The length of the first word if it is one that an error reply begins with, else 0. */
  private static int wordOf(String reply) {
    int end = 0;
    while (end < reply.length() && reply.charAt(end) >= 'A' && reply.charAt(end) <= 'Z') {
      end++;
    }
    boolean word =
        end >= 2 && end <= MAX_WORD && (end == reply.length() || reply.charAt(end) == ' ');
    return word ? end : 0;
  }
}
