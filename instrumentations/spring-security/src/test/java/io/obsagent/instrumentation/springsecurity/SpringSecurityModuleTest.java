// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsecurity;

import io.obsagent.testing.ModuleKit;

class SpringSecurityModuleTest extends ModuleKit {
  SpringSecurityModuleTest() {
    super(new SpringSecurityModule());
  }

  @Override
  protected String use() throws Exception {
    return Logins.attempt("ann", "right") + Logins.attempt("ann", "wrong") + Logins.asked("ann");
  }
}
