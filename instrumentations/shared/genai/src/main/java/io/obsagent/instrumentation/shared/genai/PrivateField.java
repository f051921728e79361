// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** What a client knows of itself and nobody can ask it for; read once for each client. */
public final class PrivateField {
  private PrivateField() {}

  /**
   * @param name of a field of the object's class or of one above
   * @return null where there is no such field, where it is null, or where it may not be read
   */
  public static @Nullable Object read(@Nullable Object owner, String name) {
    Class<?> type = owner == null ? null : owner.getClass();
    while (type != null && type != Object.class) {
      try {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
      } catch (NoSuchFieldException e) {
        type = type.getSuperclass();
      } catch (ReflectiveOperationException | RuntimeException e) {
        return null;
      }
    }
    return null;
  }
}
