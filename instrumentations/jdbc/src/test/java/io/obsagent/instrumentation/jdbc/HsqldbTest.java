// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.DataInputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A driver whose class files are those of Java 6. */
@ExtendWith(AgentExtension.class)
class HsqldbTest {
  @Test
  void statementsOfAnOldDriverAreSpans() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:hsqldb:mem:shop");
        Statement statement = connection.createStatement()) {
      assertThat(classFileVersion(statement.getClass())).isEqualTo(50);
      statement.execute("CREATE TABLE product (id INT PRIMARY KEY, name VARCHAR(40))");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO product VALUES (?, ?)")) {
        insert.setInt(1, 7);
        insert.setString(2, "Teapot");
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
      try (ResultSet rows = statement.executeQuery("SELECT name FROM product WHERE id = 7")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("Teapot");
      }
    }

    assertThat(Recorded.awaitSpans(3))
        .extracting(RecordedSpan::name)
        .containsExactly("CREATE TABLE product", "INSERT product", "SELECT product");
  }

  private static int classFileVersion(Class<?> type) throws Exception {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    try (DataInputStream in = new DataInputStream(type.getResourceAsStream(file))) {
      in.skipNBytes(6);
      return in.readUnsignedShort();
    }
  }
}
