// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchPathTest {
  @ParameterizedTest
  @CsvSource({
    "GET,/,info",
    "HEAD,'',ping",
    "POST,/orders/_search,search orders",
    "POST,orders/_search?q=secret,search orders",
    "GET,/_search,search",
    "GET,'/a,b/_search',search",
    "GET,/logs-*/_count,count",
    "GET,/%3Clogs-%7Bnow%2Fd%7D%3E/_search,search",
    "POST,/_search/scroll,search.scroll",
    "POST,/_search/scroll/secret,search.scroll",
    "POST,//orders//_bulk/,bulk orders",
    "PUT,/orders/_doc/secret,index orders",
    "POST,/orders/_doc,index orders",
    "GET,/orders/_doc/secret,get orders",
    "HEAD,/orders/_doc/secret,exists orders",
    "DELETE,/orders/_doc/secret,delete orders",
    "GET,/orders/_source/secret,get_source orders",
    "PUT,/orders/_create/secret,create orders",
    "POST,/orders/_update/secret,update orders",
    "PUT,/orders/type/secret,index orders",
    "GET,/orders/type/secret/_source,get_source orders",
    "PUT,/orders,indices.create orders",
    "DELETE,/orders,indices.delete orders",
    "HEAD,/orders,indices.exists orders",
    "GET,/_cluster/health/orders,cluster.health",
    "GET,/_cat/indices,cat.indices",
    "GET,/_tasks/secret:1,tasks",
    "GET,/_security/user/secret,security.user",
    "PATCH,/orders,indices.other orders",
    "POST,/orders/_sécret,other orders"
  })
  void aPathIsAnOperationAndAnIndex(String method, String path, String summary) {
    assertThat(SearchPath.statement(method, path).summary()).isEqualTo(summary);
  }
}
