// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a client knows of itself and nobody can ask it for. A field is looked for once. */
public final class PrivateField {
  private static final ClassValue<Map<String, Optional<Field>>> FIELDS =
      new ClassValue<>() {
        @Override
        protected Map<String, Optional<Field>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private PrivateField() {}

  /**
   * @param name of a field of the object's class or of one above
   * @return null where there is no such field, where it is null, or where it may not be read
   */
  public static @Nullable Object read(@Nullable Object owner, String name) {
    if (owner == null) {
      return null;
    }
    Class<?> type = owner.getClass();
    Map<String, Optional<Field>> known = FIELDS.get(type);
    Optional<Field> field = known.get(name);
    if (field == null) {
      field = Optional.ofNullable(find(type, name));
      known.put(name, field);
    }
    try {
      return field.isPresent() ? field.get().get(owner) : null;
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  private static @Nullable Field find(@Nullable Class<?> type, String name) {
    if (type == null || type == Object.class) {
      return null;
    }
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      return find(type.getSuperclass(), name);
    } catch (RuntimeException e) {
      return null;
    }
  }
}
