// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A second server that follows the first, made of a copy of its directory, as <a
 * href="https://www.postgresql.org/docs/current/continuous-archiving.html">a base backup by the
 * low-level functions</a> is: the binaries have no {@code pg_basebackup}.
 */
final class PostgresReplica implements AutoCloseable {
  private static final Set<String> OF_THE_PROCESS =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

  private final EmbeddedPostgres replica;

  private PostgresReplica(EmbeddedPostgres replica) {
    this.replica = replica;
  }

  static PostgresReplica of(EmbeddedPostgres primary, Path directory)
      throws IOException, SQLException {
    try (Connection connection = primary.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      Path from = Path.of(text(statement, "SHOW data_directory"));
      text(statement, "SELECT pg_backup_start('copy', true)");
      copy(from, directory);
      String label = text(statement, "SELECT labelfile FROM pg_backup_stop(false)");
      Files.writeString(directory.resolve("backup_label"), label);
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Files.createFile(directory.resolve("standby.signal"));
    Files.writeString(
        directory.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 user=postgres application_name=copy port="
            + primary.getPort()
            + "'\n",
        StandardOpenOption.APPEND);
    return new PostgresReplica(
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            .start());
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        if (!OF_THE_PROCESS.contains(each.getFileName().toString())) {
          Files.copy(each, to.resolve(from.relativize(each)));
        }
      }
    }
  }

  String url() {
    return replica.getJdbcUrl("postgres", "postgres");
  }

  /** It loses the server that it follows, and goes on without. */
  void leave() throws SQLException {
    try (Connection connection = replica.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET primary_conninfo = ''");
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  @Override
  public void close() throws IOException {
    replica.close();
  }
}
