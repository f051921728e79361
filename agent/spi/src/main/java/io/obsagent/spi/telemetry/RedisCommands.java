// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
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

  private final ConcurrentHashMap<Object, DbStatement> known = new ConcurrentHashMap<>();

  /**
   * The statement of a command.
   *
   * @param command the client's constant for it; remembered only if it is one of an enum, as others
   *     may be made anew for each call
   * @param name the command as it is sent, e.g. {@code JSON.GET}
   */
  public DbStatement statement(Object command, byte[] name) {
    if (!(command instanceof Enum<?>)) {
      return DbStatement.command(nameOf(name));
    }
    DbStatement statement = known.get(command);
    if (statement == null) {
      statement = DbStatement.command(nameOf(name));
      if (known.size() < MAX_KNOWN) {
        known.put(command, statement);
      }
    }
    return statement;
  }

  /**
   * Ends a command that Redis refused. The reply may quote keys and values, so only its first word
   * is kept, and not the exception that a client makes of it.
   */
  public static void endRefused(DbOperation operation, @Nullable String reply) {
    operation.responseStatus(prefixOf(reply));
    operation.end(null);
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
    int end = 0;
    while (end < reply.length() && reply.charAt(end) >= 'A' && reply.charAt(end) <= 'Z') {
      end++;
    }
    boolean word =
        end >= 2 && end <= MAX_WORD && (end == reply.length() || reply.charAt(end) == ' ');
    return word ? reply.substring(0, end) : NO_PREFIX;
  }
}
