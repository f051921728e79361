// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AotRecordingTest {
  @Test
  void recordingIsKnownByItsOptions() {
    assertThat(AotRecording.isOn("-Xmx1g", "-XX:AOTCacheOutput=app.aot")).isTrue();
    assertThat(AotRecording.isOn("-XX:AOTMode=record", "-XX:AOTConfiguration=app.conf")).isTrue();
  }

  @Test
  void theUseOfACacheIsNoRecording() {
    assertThat(AotRecording.isOn("-XX:AOTCache=app.aot")).isFalse();
    assertThat(AotRecording.isOn("-XX:AOTMode=on", "-XX:AOTCache=app.aot")).isFalse();
    assertThat(AotRecording.isOn()).isFalse();
  }
}
