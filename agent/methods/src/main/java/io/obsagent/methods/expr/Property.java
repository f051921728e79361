// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods.expr;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A name in a path, at one woven site: for each class that comes there, how it is read is found out
 * once. That is kept as a value of the class and goes with it, so neither holds the other's loader.
 * Thread-safe.
 *
 * <p>Read are, whichever comes first: a component of a record, {@code getName()}, {@code isName()}
 * of a truth, a field, also a private one. {@code size} and {@code length} are those of
 * collections, maps, texts and arrays; {@code class} is the class.
 */
final class Property extends ClassValue<Property.Reader> {
  private static final MethodType OBJECT = MethodType.methodType(Object.class, Object.class);
  private static final MethodType NUMBER = MethodType.methodType(double.class, Object.class);
  private static final MethodType WHOLE = MethodType.methodType(long.class, Object.class);

  /**
   * @param object answers an object, boxed if need be
   * @param number answers a double; null where the type is no number
   * @param whole answers a long; null where the type is no whole number
   */
  record Reader(MethodHandle object, @Nullable MethodHandle number, @Nullable MethodHandle whole) {
    private static final MethodHandle SIZE = find("size", int.class);
    private static final MethodHandle TYPE = find("type", Class.class);

    static Reader of(MethodHandle getter) {
      Class<?> type = getter.type().returnType();
      boolean number = type.isPrimitive() && type != boolean.class && type != char.class;
      boolean whole = number && type != double.class && type != float.class;
      MethodHandle bare = getter.asType(getter.type().changeParameterType(0, Object.class));
      return new Reader(
          bare.asType(OBJECT),
          number ? bare.asType(NUMBER) : null,
          whole ? bare.asType(WHOLE) : null);
    }

    private static MethodHandle find(String name, Class<?> result) {
      try {
        return MethodHandles.lookup()
            .findStatic(Property.class, name, MethodType.methodType(result, Object.class));
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }

  private final String name;
  private final MethodHandles.Lookup caller;

  /**
   * @param caller of the woven class: what that may see can be read
   */
  Property(String name, MethodHandles.Lookup caller) {
    this.name = name;
    this.caller = caller;
  }

  @Nullable Object object(@Nullable Object any) throws Throwable {
    Object target = Values.plain(any);
    if (target == null) {
      return null;
    }
    if (target instanceof Map<?, ?> map) {
      return entry(map);
    }
    return (Object) get(target.getClass()).object().invokeExact(target);
  }

  double number(@Nullable Object any) throws Throwable {
    Object target = Values.plain(any);
    if (target == null || target instanceof Map<?, ?>) {
      return Values.number(object(target));
    }
    Reader reader = get(target.getClass());
    MethodHandle number = reader.number();
    return number != null
        ? (double) number.invokeExact(target)
        : Values.number((Object) reader.object().invokeExact(target));
  }

  String text(@Nullable Object any) throws Throwable {
    Object target = Values.plain(any);
    if (target == null || target instanceof Map<?, ?>) {
      return Values.text(object(target));
    }
    Reader reader = get(target.getClass());
    MethodHandle whole = reader.whole();
    return whole != null
        ? Values.text((long) whole.invokeExact(target))
        : Values.text((Object) reader.object().invokeExact(target));
  }

  /** Of the application's own maps only the size is read: get is a method that takes something. */
  private @Nullable Object entry(Map<?, ?> map) {
    if (map.getClass().getClassLoader() == null) {
      Object value = map.get(name);
      if (value != null || !name.equals("size")) {
        return value;
      }
    }
    if (name.equals("size")) {
      return map.size();
    }
    throw new IllegalArgumentException(map.getClass().getName() + " is no map of the JDK");
  }

  @Override
  protected Reader computeValue(Class<?> type) {
    if (name.equals("class")) {
      return Reader.of(Reader.TYPE);
    }
    boolean hasSize =
        type.isArray()
            || Collection.class.isAssignableFrom(type)
            || CharSequence.class.isAssignableFrom(type);
    if (hasSize && (name.equals("size") || name.equals("length"))) {
      return Reader.of(Reader.SIZE);
    }
    MethodHandle getter = getter(type);
    if (getter == null) {
      throw new IllegalArgumentException(
          type.getName() + " has no '" + name + "', or it cannot be read");
    }
    return Reader.of(getter);
  }

  private @Nullable MethodHandle getter(Class<?> type) {
    String end = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      MethodHandle found = each.isRecord() ? method(each, name, false) : null;
      found = found != null ? found : method(each, "get" + end, false);
      found = found != null ? found : method(each, "is" + end, true);
      if (found != null) {
        return found;
      }
    }
    MethodHandle inherited = inherited(type, end);
    for (Class<?> each = type; inherited == null && each != null; each = each.getSuperclass()) {
      inherited = field(each);
    }
    return inherited;
  }

  /** Default methods of interfaces, and what a hidden class has of a visible one. */
  private @Nullable MethodHandle inherited(Class<?> type, String end) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Class<?> face : each.getInterfaces()) {
        MethodHandle found = method(face, "get" + end, false);
        found = found != null ? found : method(face, "is" + end, true);
        found = found != null ? found : inherited(face, end);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable MethodHandle method(Class<?> owner, String method, boolean truth) {
    try {
      Method found = owner.getDeclaredMethod(method);
      Class<?> result = found.getReturnType();
      boolean fits =
          !Modifier.isStatic(found.getModifiers())
              && result != void.class
              && (!truth || result == boolean.class || result == Boolean.class);
      return fits ? lookup(owner).unreflect(found) : null;
    } catch (ReflectiveOperationException | LinkageError | SecurityException e) {
      return null;
    }
  }

  private @Nullable MethodHandle field(Class<?> owner) {
    try {
      Field found = owner.getDeclaredField(name);
      return Modifier.isStatic(found.getModifiers()) ? null : lookup(owner).unreflectGetter(found);
    } catch (ReflectiveOperationException | LinkageError | SecurityException e) {
      return null;
    }
  }

  /** What the woven class may see of another module, or of its own. */
  private MethodHandles.Lookup lookup(Class<?> owner) {
    try {
      return MethodHandles.privateLookupIn(owner, caller);
    } catch (IllegalAccessException notOpen) {
      return MethodHandles.publicLookup();
    }
  }

  private static int size(Object any) {
    if (any instanceof Collection<?> collection) {
      return collection.size();
    }
    return any instanceof CharSequence text ? text.length() : Array.getLength(any);
  }

  private static Class<?> type(Object any) {
    return any.getClass();
  }
}
