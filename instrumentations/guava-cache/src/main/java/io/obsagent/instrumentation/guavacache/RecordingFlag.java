// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.guavacache;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Whether a builder makes caches that count, which it tells its own package only.
 *
 * @param method null where there is none any more: then none of them is taken for one
 */
record RecordingFlag(@Nullable Method method) {
  static final ClassValue<RecordingFlag> OF_BUILDERS =
      new ClassValue<>() {
        @Override
        protected RecordingFlag computeValue(Class<?> type) {
          try {
            Method method = type.getDeclaredMethod("isRecordingStats");
            return new RecordingFlag(method.trySetAccessible() ? method : null);
          } catch (NoSuchMethodException ofAnotherVersion) {
            return new RecordingFlag(null);
          }
        }
      };

  boolean isSet(Object builder) {
    try {
      return method != null && Boolean.TRUE.equals(method.invoke(builder));
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
