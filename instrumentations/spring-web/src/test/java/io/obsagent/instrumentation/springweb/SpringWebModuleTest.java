// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springweb;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestTemplate;

class SpringWebModuleTest extends ModuleKit {
  SpringWebModuleTest() {
    super(new SpringWebModule());
  }

  /** The version that the module is compiled against, the oldest, has no RestClient. */
  @Override
  protected Set<String> adviceOfOtherVersions() {
    return System.getProperty("library.version") == null
        ? Set.of(
            "RestClientAdvices.Exchange", "RestClientAdvices.Uri", "RestTemplateAdvices.DoExecute")
        : Set.of();
  }

  @Override
  protected String use() {
    try (HttpTarget target = new HttpTarget()) {
      ResponseEntity<String> response =
          new RestTemplate()
              .getForEntity(target.uri("").toString() + "/status/{code}", String.class, 203);
      return response.getBody();
    }
  }
}
