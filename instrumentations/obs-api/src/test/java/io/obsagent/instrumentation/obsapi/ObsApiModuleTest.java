// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.obsapi;

import com.acme.orders.OrderDesk;
import io.obsagent.testing.ModuleKit;
import java.util.List;

class ObsApiModuleTest extends ModuleKit {
  ObsApiModuleTest() {
    super(new ObsApiModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(OrderDesk.class);
  }

  @Override
  protected boolean isUsedAnew() {
    return true;
  }

  @Override
  protected String use() {
    return new OrderDesk().all();
  }
}
