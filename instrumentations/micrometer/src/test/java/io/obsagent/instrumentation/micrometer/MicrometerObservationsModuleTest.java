// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.obsagent.testing.ModuleKit;

class MicrometerObservationsModuleTest extends ModuleKit {
  MicrometerObservationsModuleTest() {
    super(new MicrometerObservationsModule());
  }

  @Override
  protected boolean isUsedAnew() {
    return true;
  }

  @Override
  protected String use() {
    ObservationRegistry registry = ObservationRegistry.create();
    Observation observation = Observation.createNotStarted("kit", registry);
    return observation.lowCardinalityKeyValue("kind", "kit").observe(() -> "observed");
  }
}
