// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.obsagent.spi.telemetry.JdbcVendor.Form;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JDBC URL as far as an operation needs it: system, server, database. What is kept has to
 * look like a host or a name, and to stand where nothing else can; the rest is left out.
 */
final class JdbcUrl {
  /** Drivers that stand before another one's URL. */
  private static final Set<String> WRAPPERS =
      Set.of("jdbc", "jdbc-secretsmanager", "p6spy", "aws-wrapper", "log4jdbc", "tracing", "otel");

  /** Options whose values hold an {@code @} for good reasons. */
  private static final Set<String> USERS = Set.of("user", "username", "uid", "principal", "email");

  private static final String OPTIONS = "?;#";
  private static final String NAME_ENDS = "?;#:&,=()@";
  private static final int MAX_LENGTH = 128;

  private final JdbcVendor vendor;
  private @Nullable String namespace;
  private @Nullable String host;
  private int port = -1;

  private JdbcUrl(JdbcVendor vendor) {
    this.vendor = vendor;
  }

  static DbTarget parse(String url) {
    String rest = url;
    int colon = rest.indexOf(':');
    while (colon > 0 && WRAPPERS.contains(rest.substring(0, colon))) {
      rest = rest.substring(colon + 1);
      colon = rest.indexOf(':');
    }
    if (colon < 0) {
      return DbTarget.UNKNOWN_SQL;
    }
    String word = rest.substring(0, colon).toLowerCase(Locale.ROOT);
    if (word.equals("tc")) { // Testcontainers: tc:postgresql:16:///name
      return parse(rest.substring(colon + 1));
    }
    JdbcUrl parsed = new JdbcUrl(JdbcVendor.of(word));
    parsed.read(rest.substring(colon + 1));
    return new DbTarget(
        DbKind.SQL, parsed.vendor.system(), parsed.namespace, parsed.host, parsed.port);
  }

  private void read(String body) {
    if (vendor.form() == Form.ORACLE) {
      readOracle(body);
      return;
    }
    int slashes = body.substring(0, indexOf(body, 0, OPTIONS)).indexOf("//");
    if (slashes < 0 || !isScheme(body, slashes)) {
      if (slashes < 0 && vendor.form() == Form.NAME) {
        namespace = lastName(body.substring(0, indexOf(body, 0, OPTIONS)));
      }
      return;
    }
    String text = body.substring(slashes + 2);
    int scheme = text.indexOf("://"); // BigQuery's //https://host
    if (scheme > 0 && isScheme(text, scheme + 1)) {
      text = text.substring(scheme + 3);
    }
    String plain = isDescription(text) ? text : withoutUser(text);
    if (plain != null) {
      readServer(plain);
    }
    readOptions(text);
  }

  /** Whether only words with colons stand there: {@code loadbalance:}, {@code iam:}. */
  private static boolean isScheme(String text, int end) {
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c) && ":+-_.".indexOf(c) < 0) {
        return false;
      }
    }
    return end == 0 || text.charAt(end - 1) == ':';
  }

  /** {@code thin:user/password@} and a server in one of three forms, or a name of the network's. */
  private void readOracle(String body) {
    int driver = body.indexOf(':');
    boolean anonymous = body.startsWith("@", driver + 1);
    int at = anonymous ? driver + 1 : body.lastIndexOf('@');
    if (at < 0 || !anonymous && body.substring(0, at).indexOf('=') >= 0) {
      return;
    }
    String server = body.substring(at + 1);
    port = vendor.port();
    if (server.startsWith("(")) {
      readDescription(server);
      return;
    }
    String plain = server.substring(0, indexOf(server, 0, OPTIONS));
    int slashes = plain.indexOf("//");
    readServer(slashes < 0 ? plain : plain.substring(slashes + 2));
  }

  private static boolean isDescription(String text) {
    return text.startsWith("(") || text.startsWith("[(") || text.startsWith("address=(");
  }

  private void readDescription(String text) {
    host = host(property(text, "host"));
    port = port(property(text, "port"));
    namespace = name(property(text, "service_name"));
    namespace = namespace == null ? name(property(text, "sid")) : namespace;
  }

  /**
   * What stands between user and options: both may hold characters that seem to begin options.
   *
   * @return null where that is in doubt
   */
  private @Nullable String withoutUser(String text) {
    int end = indexOf(text, 0, OPTIONS);
    if (vendor.form() != Form.USER_INFO) {
      int at = text.lastIndexOf('@', end);
      int equals = text.indexOf('=');
      boolean option = equals >= 0 && equals < at;
      return text.substring(option ? 0 : at + 1, end);
    }
    int at = text.lastIndexOf('@');
    if (at <= end) {
      return text.substring(at + 1, end);
    }
    int equals = text.indexOf('=', end);
    if (equals > at || equals < 0) {
      return text.substring(at + 1, indexOf(text, at, OPTIONS)); // it is all the password's
    }
    int option = lastIndexOf(text, at, "?;&#") + 1;
    String name = text.substring(option, Math.max(option, text.indexOf('=', option)));
    return USERS.contains(name.toLowerCase(Locale.ROOT))
        ? text.substring(text.lastIndexOf('@', end) + 1, end)
        : null;
  }

  /** {@code host:port/name}, {@code host:port:name}, {@code first:port,second:port/name}. */
  private void readServer(String plain) {
    port = vendor.port();
    if (isDescription(plain)) {
      readDescription(plain);
      int close = plain.indexOf(")/");
      boolean once = close >= 0 && close == plain.lastIndexOf(")/");
      namespace = once && host != null ? name(plain.substring(close + 2)) : null;
      return;
    }
    int slash = plain.indexOf('/');
    String authority = slash < 0 ? plain : plain.substring(0, slash);
    int comma = authority.indexOf(',');
    authority = comma < 0 ? authority : authority.substring(0, comma);
    int colon = authority.indexOf(':', Math.max(0, authority.indexOf(']')));
    String server = colon < 0 ? authority : authority.substring(0, colon);
    int instance = server.indexOf('\\');
    host = host(instance < 0 ? server : server.substring(0, instance));
    if (host == null && !server.isEmpty()) {
      return;
    }
    String number = colon < 0 ? "" : authority.substring(colon + 1);
    int more = number.indexOf(':');
    String sid = more < 0 ? null : number.substring(more + 1);
    number = more < 0 ? number : number.substring(0, more);
    if (!isNumber(number)) {
      host = null; // a password, perhaps
      return;
    }
    port = port(number);
    namespace = slash >= 0 ? lastName(plain.substring(slash + 1)) : name(sid);
  }

  private void readOptions(String text) {
    if (vendor.form() == Form.SQL_SERVER) {
      host = host == null ? host(option(text, "servername")) : host;
      String number = option(text, "portnumber");
      port = number == null ? port : port(number);
      String database = name(option(text, "database"));
      namespace = database == null ? namespace : database;
    }
    if (vendor.nameOption() != null) {
      String database = name(option(text, vendor.nameOption()));
      namespace = database == null ? namespace : database;
    }
  }

  private int port(@Nullable String text) {
    return text == null || text.isEmpty() || !isNumber(text)
        ? vendor.port()
        : Integer.parseInt(text);
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || i == 5) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String host(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > MAX_LENGTH) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c) && "._-[]:%".indexOf(c) < 0) {
        return null;
      }
    }
    return text;
  }

  /** Of a path, the last name; some vendors put options behind a colon. */
  private static @Nullable String lastName(String path) {
    int equals = path.indexOf('=');
    if (equals >= 0) {
      int option = path.lastIndexOf(':', equals);
      return option < 0 ? null : lastName(path.substring(0, option));
    }
    int from =
        Math.max(path.lastIndexOf('/'), Math.max(path.lastIndexOf(':'), path.lastIndexOf('\\')));
    return name(path.substring(from + 1));
  }

  /** A name without what ends names. */
  private static @Nullable String name(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    int end = Math.min(indexOf(text, 0, NAME_ENDS), MAX_LENGTH);
    return end == 0 ? null : text.substring(0, end);
  }

  /**
   * Of {@code ;name=value;}, the value; a value in braces or quotes may hold what ends one. The
   * first counts, and what stands behind a value that is not understood does not.
   */
  private static @Nullable String option(String text, String name) {
    int i = indexOf(text, 0, "?;/");
    while (i < text.length()) {
      int equals = text.indexOf('=', i + 1);
      if (equals < 0) {
        return null;
      }
      int end = endOfValue(text, equals + 1);
      int start = Math.max(i, lastIndexOf(text, equals, "?;&,/")) + 1;
      if (text.substring(start, equals).strip().equalsIgnoreCase(name)) {
        String value = text.substring(equals + 1, end);
        boolean braces = value.length() > 2 && value.startsWith("{") && value.endsWith("}");
        return braces ? value.substring(1, value.length() - 1) : value;
      }
      i = end;
    }
    return null;
  }

  private static int endOfValue(String text, int from) {
    char open = from < text.length() ? text.charAt(from) : 0;
    char close = open == '{' ? '}' : open == '\'' ? '\'' : 0;
    int i = from;
    if (close != 0) {
      i = from + 1;
      while (i < text.length()) {
        if (text.charAt(i) != close) {
          i++;
        } else if (i + 1 < text.length() && text.charAt(i + 1) == close) {
          i += 2;
        } else {
          break;
        }
      }
    }
    return indexOf(text, Math.min(i, text.length()), ";&,");
  }

  /** Of {@code (name=value)} or {@code (other=x,name=value)}, the value. */
  private static @Nullable String property(String text, String name) {
    String lower = text.toLowerCase(Locale.ROOT);
    int at = Math.max(lower.indexOf('(' + name + '='), lower.indexOf(',' + name + '='));
    if (at < 0) {
      return null;
    }
    int from = at + name.length() + 2;
    return text.substring(from, indexOf(text, from, "),"));
  }

  private static int indexOf(String text, int from, String ends) {
    int i = from;
    while (i < text.length() && ends.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  private static int lastIndexOf(String text, int before, String any) {
    int i = before;
    while (i >= 0 && any.indexOf(text.charAt(i)) < 0) {
      i--;
    }
    return i;
  }
}
