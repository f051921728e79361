// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.DbTarget;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1 | h2database | shop | - | -1",
        "jdbc:h2:tcp://db:9092/~/shop | h2database | shop | db | 9092",
        "jdbc:postgresql://db/shop?user=u&password=p | postgresql | shop | db | 5432",
        "jdbc:postgresql://a:1,b:2/shop | postgresql | shop | a | 1",
        "jdbc:mysql://u:p@db:3307/shop | mysql | shop | db | 3307",
        "jdbc:mariadb://[::1]:3307/shop | mariadb | shop | [::1] | 3307",
        "jdbc:oracle:thin:@//db:1522/shop | oracle.db | shop | db | 1522",
        "jdbc:oracle:thin:@db:1522:shop | oracle.db | shop | db | 1522",
        "jdbc:sqlserver://db;databaseName=shop;password=p | microsoft.sql_server | shop | db | 1433",
        "jdbc:sqlite:/data/shop.db | sqlite | shop.db | - | -1",
        "jdbc:unheard://db:1/x | other_sql | x | db | 1",
        "nonsense | other_sql | - | - | -1",
        "jdbc:postgresql:shop | postgresql | shop | - | -1",
        "jdbc:postgresql:///shop | postgresql | shop | - | 5432",
        "jdbc:mysql://u:p/w@db/shop?user=a@b | mysql | shop | db | 3306",
        "jdbc:mysql://u:p?w@db/shop | mysql | shop | db | 3306",
        "jdbc:mysql:loadbalance://a:1,b:2/shop | mysql | shop | a | 1",
        "jdbc:mysql://address=(host=db)(port=3307)(user=u)/shop | mysql | shop | db | 3307",
        "jdbc:mysql://(host=db,port=3307,password=p)/shop | mysql | shop | db | 3307",
        "jdbc:mariadb:replication://a,b/shop | mariadb | shop | a | 3306",
        "jdbc:oracle:thin:u/p@db:1522/shop | oracle.db | shop | db | 1522",
        "jdbc:oracle:thin:u/p@tns | oracle.db | - | tns | 1521",
        "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1522))(CONNECT_DATA=(SID=shop))) | oracle.db | shop | db | 1522",
        "jdbc:oracle:thin:@tcps://db:1522/shop?wallet=w | oracle.db | shop | db | 1522",
        "jdbc:sqlserver://db\\one:1434;user=u;database=shop | microsoft.sql_server | shop | db | 1434",
        "jdbc:sqlserver://;serverName=db;portNumber=1434 | microsoft.sql_server | - | db | 1434",
        "jdbc:jtds:sqlserver://db:1434/shop;user=u | microsoft.sql_server | shop | db | 1434",
        "jdbc:db2://db:50001/shop:user=u;password=p; | ibm.db2 | shop | db | 50001",
        "jdbc:informix-sqli://db:1/shop:INFORMIXSERVER=x;user=u | ibm.informix | shop | db | 1",
        "jdbc:teradata://db/DATABASE=shop,USER=u,PASSWORD=p | teradata | - | db | -1",
        "jdbc:derby:memory:shop;create=true;password=p | derby | shop | - | -1",
        "jdbc:hsqldb:hsql://db:9002/shop | hsqldb | shop | db | 9002",
        "jdbc:sqlite::memory: | sqlite | - | - | -1",
        "jdbc:p6spy:postgresql://db/shop | postgresql | shop | db | 5432",
      })
  void readsSystemNamespaceAndServer(
      String url, String system, String namespace, String host, int port) {
    assertThat(JdbcUrl.parse(url)).isEqualTo(new DbTarget(system, namespace, host, port));
  }

  @Test
  void neverThrowsAndNeverKeepsAPassword() {
    String[] forms = {
      "jdbc:mysql://u:%s@db/shop",
      "jdbc:oracle:thin:u/%s@//db:1521/shop",
      "jdbc:oracle:thin:u/%s@(DESCRIPTION=(ADDRESS=(HOST=db)))",
      "jdbc:sqlserver://db;user=u;password=%s;databaseName=shop",
      "jdbc:postgresql://db/shop?password=%s",
      "jdbc:db2://db/shop:password=%s;",
      "jdbc:h2:mem:shop;PASSWORD=%s",
      "jdbc:unheard:%s@db",
    };
    String alphabet = "/:?;#,()\\%&!ab1 [";
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String password = part(random, alphabet) + "geheim" + part(random, alphabet);
      String form = forms[random.nextInt(forms.length)];
      String url = form.replace("%s", password);
      assertThat(JdbcUrl.parse(url).toString()).as(url).doesNotContain("geheim");
      String noise = part(random, "jdbc:mysql/@;?=()" + alphabet);
      assertThat(JdbcUrl.parse("jdbc:" + noise)).isNotNull();
      assertThat(JdbcUrl.parse("jdbc:oracle:" + noise)).isNotNull();
      assertThat(JdbcUrl.parse("jdbc:sqlserver://" + noise)).isNotNull();
    }
  }

  private static String part(Random random, String alphabet) {
    StringBuilder part = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      part.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return part.toString();
  }
}
