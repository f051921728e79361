// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import org.jspecify.annotations.Nullable;

/** What of AI calls is kept by the options as they are now. Thread-safe. */
public final class KeptContent {
  private volatile @Nullable ContentCapture now;

  KeptContent(Config config) {
    set(config);
    for (Option<?> option : ModelOptions.OF_CONTENT) {
      config.onChange(option, value -> set(config));
    }
  }

  /** Keeps what other options say, of calls from now on. */
  public void set(Config options) {
    now = ContentCapture.of(options);
  }

  /** Null where nothing is. */
  @Nullable ContentCapture now() {
    return now;
  }
}
