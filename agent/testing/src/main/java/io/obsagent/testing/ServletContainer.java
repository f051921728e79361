// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import io.obsagent.testing.HttpServerApplication.Work;
import java.util.Map;

/** A container on the loopback interface, of servlets of either name space. */
public interface ServletContainer extends AutoCloseable {
  /** Adds a servlet, asynchronous ones included. */
  ServletContainer with(String name, ServletFacade.Service service, String... mappings);

  /** Adds the endpoints of a kit. */
  default ServletContainer with(Map<String, Work> endpoints) {
    endpoints.forEach((path, work) -> with(path.substring(1), ServletCall.service(work), path));
    return this;
  }

  ServletContainer started() throws Exception;

  /** Known when it is started. */
  int port();
}
