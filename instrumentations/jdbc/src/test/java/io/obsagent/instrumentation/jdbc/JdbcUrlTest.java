// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.DbKind;
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
        "jdbc:postgresql:shop | postgresql | shop | - | -1",
        "jdbc:postgresql:///shop | postgresql | shop | - | 5432",
        "jdbc:postgresql://u:p@db/shop | postgresql | shop | db | 5432",
        "jdbc:redshift:iam://cluster.eu:5439/shop?DbUser=u | aws.redshift | shop | cluster.eu | 5439",
        "jdbc:mysql://u:p@db:3307/shop | mysql | shop | db | 3307",
        "jdbc:mysql://u:p/w@db/shop?user=a@b | mysql | shop | db | 3306",
        "jdbc:mysql://u:p?w@db/shop | mysql | shop | db | 3306",
        "jdbc:mysql://root:ge#heim@db/shop | mysql | shop | db | 3306",
        "jdbc:mysql:loadbalance://a:1,b:2/shop | mysql | shop | a | 1",
        "jdbc:mysql://address=(host=db)(port=3307)(user=u)/shop | mysql | shop | db | 3307",
        "jdbc:mysql://(host=db,port=3307,password=p)/shop | mysql | shop | db | 3307",
        "jdbc:mysql+srv://db.example/shop | mysql | shop | db.example | -1",
        "jdbc:mariadb://[::1]:3307/shop | mariadb | shop | [::1] | 3307",
        "jdbc:mariadb:replication://a,b/shop | mariadb | shop | a | 3306",
        "jdbc:oracle:thin:@//db:1522/shop | oracle.db | shop | db | 1522",
        "jdbc:oracle:thin:@db:1522:shop | oracle.db | shop | db | 1522",
        "jdbc:oracle:thin:u/p@db:1522/shop | oracle.db | shop | db | 1522",
        "jdbc:oracle:thin:u/p@tns | oracle.db | - | tns | 1521",
        "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1522))(CONNECT_DATA=(SID=shop))) | oracle.db | shop | db | 1522",
        "jdbc:oracle:thin:@tcps://db:1522/shop?wallet=w@x | oracle.db | shop | db | 1522",
        "jdbc:sqlserver://db;databaseName=shop;password=p | microsoft.sql_server | shop | db | 1433",
        "jdbc:sqlserver://db;password={a;databaseName=b};databaseName={shop} | microsoft.sql_server | shop | db | 1433",
        "jdbc:sqlserver://db\\one:1434;user=u;database=shop | microsoft.sql_server | shop | db | 1434",
        "jdbc:sqlserver://;serverName=db;portNumber=1434 | microsoft.sql_server | - | db | 1434",
        "jdbc:jtds:sqlserver://db:1434/shop;user=u | microsoft.sql_server | shop | db | 1434",
        "jdbc:sqlite:/data/shop.db | sqlite | shop.db | - | -1",
        "jdbc:sqlite::memory: | sqlite | - | - | -1",
        "jdbc:duckdb:/data/shop.duckdb | duckdb | shop.duckdb | - | -1",
        "jdbc:db2://db:50001/shop:user=u;password=p; | ibm.db2 | shop | db | 50001",
        "jdbc:db2://h:50000/SAMPLE:password=geheim;user=ada; | ibm.db2 | SAMPLE | h | 50000",
        "jdbc:as400://db/shop;user=u | ibm.db2 | shop | db | -1",
        "jdbc:informix-sqli://db:1/shop:INFORMIXSERVER=x;user=u | ibm.informix | shop | db | 1",
        "jdbc:teradata://db/DATABASE=shop,USER=u,PASSWORD=p | teradata | shop | db | -1",
        "jdbc:teradata://db/PASSWORD='x,DATABASE=y',DATABASE=shop | teradata | shop | db | -1",
        "jdbc:derby:memory:shop;create=true;password=p | derby | shop | - | -1",
        "jdbc:hsqldb:hsql://db:9002/shop | hsqldb | shop | db | 9002",
        "jdbc:sap://db:30015/?databaseName=shop&password=p | sap.hana | shop | db | 30015",
        "jdbc:snowflake://a.example/?user=u&db=shop&password=p | snowflake | shop | a.example | 443",
        "jdbc:databricks://a.example:443/default;PWD=token | databricks | default | a.example | 443",
        "jdbc:hive2://db:10000/shop;principal=hive/x@REALM | hive | shop | db | 10000",
        "jdbc:bigquery://https://www.example.com:443;ProjectId=shop;OAuthPvtKey=k | gcp.bigquery | shop | www.example.com | 443",
        "jdbc:clickhouse:http://db:8124/shop?password=p | clickhouse | shop | db | 8124",
        "jdbc:trino://db:8080/hive/shop?SSL=true | trino | shop | db | 8080",
        "jdbc:vertica://db/shop?user=u | vertica | shop | db | 5433",
        "jdbc:neo4j:bolt://db:7688/shop | neo4j | shop | db | 7688",
        "jdbc:p6spy:postgresql://db/shop | postgresql | shop | db | 5432",
        "jdbc:tc:postgresql:16:///shop | postgresql | shop | - | 5432",
        "jdbc-secretsmanager:mysql://db/shop | mysql | shop | db | 3306",
        "jdbc:awsathena://AwsRegion=eu;User=u;Password=p | other_sql | - | - | -1",
        "jdbc:dremio:direct=db:31010;user=u | other_sql | - | - | -1",
        "jdbc:unheard://db:1/x | other_sql | x | db | 1",
        "jdbc:unheard:geheim | other_sql | - | - | -1",
        "nonsense | other_sql | - | - | -1",
      })
  void readsSystemNamespaceAndServer(
      String url, String system, String namespace, String host, int port) {
    assertThat(DbTarget.ofJdbcUrl(url))
        .isEqualTo(new DbTarget(DbKind.SQL, system, namespace, host, port));
  }

  @Test
  void neverThrowsAndNeverKeepsUserPasswordOrProperty() {
    String[] forms = {
      "jdbc:mysql://u:%s@db/shop",
      "jdbc:mysql://%s:p@db/shop",
      "jdbc:mysql://db/shop?a=b&password=%s",
      "jdbc:mysql://address=(host=db)(password=%s)/shop",
      "jdbc:mariadb://u:%s@a:1,b:2/shop?x=y",
      "jdbc:clickhouse://u:%s@db/shop",
      "jdbc:unheard://u:%s@db/shop",
      "jdbc:oracle:thin:u/%s@//db:1521/shop",
      "jdbc:oracle:thin:u/%s@(DESCRIPTION=(ADDRESS=(HOST=db)))",
      "jdbc:oracle:thin:@db:1521/shop?key=%s",
      "jdbc:sqlserver://db;user=u;password=%s;databaseName=shop",
      "jdbc:sqlserver://db;user=u;password={%s};databaseName=shop",
      "jdbc:jtds:sqlserver://db/shop;user=u;password=%s",
      "jdbc:postgresql://db/shop?password=%s",
      "jdbc:postgresql://db/shop?user=u&password=%s",
      "jdbc:postgresql:shop?password=%s",
      "jdbc:db2://db/shop:password=%s;",
      "jdbc:db2://db/shop:user=u;password=%s;",
      "jdbc:informix-sqli://db:1/shop:user=u;password=%s",
      "jdbc:teradata://db/USER=u,PASSWORD='%s',DATABASE=shop",
      "jdbc:h2:mem:shop;PASSWORD=%s",
      "jdbc:h2:tcp://db/shop;USER=u;PASSWORD=%s",
      "jdbc:derby:memory:shop;password=%s",
      "jdbc:hsqldb:mem:shop;password=%s",
      "jdbc:sqlite:/x.db?cipher=a&key=%s",
      "jdbc:sap://db:1/?databaseName=shop&password=%s",
      "jdbc:snowflake://a.example/?db=shop&password=%s",
      "jdbc:databricks://a.example:443/default;PWD=%s",
      "jdbc:bigquery://https://a.example:443;ProjectId=p;OAuthPvtKey=%s",
      "jdbc:awsathena://AwsRegion=eu;Password=%s",
      "jdbc:unheard:%s@db",
      "jdbc:unheard:user/%s",
    };
    String alphabet = "/:?;#,()\\%&!ab1 [=@";
    Random random = new Random(7);
    for (int i = 0; i < 60_000; i++) {
      String form = forms[random.nextInt(forms.length)];
      String before = part(random, alphabet);
      String behind = part(random, alphabet);
      String password = withoutEnd(form, before) + "geheim" + withoutEnd(form, behind);
      String url = form.replace("%s", password);
      assertThat(DbTarget.ofJdbcUrl(url).toString()).as(url).doesNotContain("geheim");
      String noise = part(random, "jdbc:mysql/@;?=()" + alphabet);
      assertThat(DbTarget.ofJdbcUrl("jdbc:" + noise)).isNotNull();
      assertThat(DbTarget.ofJdbcUrl("jdbc:oracle:" + noise)).isNotNull();
      assertThat(DbTarget.ofJdbcUrl("jdbc:sqlserver://" + noise)).isNotNull();
    }
  }

  /** A password in braces has them doubled. */
  private static String withoutEnd(String form, String part) {
    return form.contains("{") ? part.replace("}", "}}") : part;
  }

  private static String part(Random random, String alphabet) {
    StringBuilder part = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      part.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return part.toString();
  }
}
