// SPDX-License-Identifier: Apache-2.0
package com.acme.shop;

import io.micrometer.core.annotation.Timed;
import javax.ws.rs.GET;
import javax.ws.rs.Path;

/** What Jersey serves. */
@Path("metered")
public class MeteredResource {
  @GET
  @Timed("resource.seen")
  public String get() {
    return "seen";
  }
}
