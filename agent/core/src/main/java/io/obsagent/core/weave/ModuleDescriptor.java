// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an instrumentation module without loading a class of it: read from the jar's
 * index, or from the module itself where an extension brings one.
 */
public record ModuleDescriptor(
    String name,
    String library,
    String description,
    boolean enabledByDefault,
    List<TypeAdvice> types,
    List<String> backgroundTasks,
    boolean relocatable) {

  /** One that declares no background tasks, and keeps its name. */
  public ModuleDescriptor(
      String name,
      String library,
      String description,
      boolean enabledByDefault,
      List<TypeAdvice> types) {
    this(name, library, description, enabledByDefault, types, List.of(), false);
  }

  /**
   * A type to match and what to do with its methods.
   *
   * @param holds whether objects of the type have a field for their state
   */
  public record TypeAdvice(TypeMatch match, boolean holds, List<MethodAdvice> methods) {
    public TypeAdvice(TypeMatch match, List<MethodAdvice> methods) {
      this(match, false, methods);
    }
  }

  /** Methods to match and the class with their advice. */
  public record MethodAdvice(MethodMatch match, String adviceClass) {}

  /** Whether classes of a package are this module's: its advice is there. */
  boolean owns(String packageName) {
    for (TypeAdvice type : types) {
      for (MethodAdvice method : type.methods()) {
        String advice = method.adviceClass();
        if (advice.startsWith(packageName) && advice.lastIndexOf('.') == packageName.length()) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * What stands before the name of a type that is advised here, with its last dot, or null for a
   * type that has its own name.
   */
  @Nullable String prefixOf(String className) {
    if (relocatable) {
      for (TypeAdvice type : types) {
        for (String name : type.match().names()) {
          if (className.endsWith("." + name)) {
            return className.substring(0, className.length() - name.length());
          }
        }
      }
    }
    return null;
  }

  public static ModuleDescriptor of(InstrumentationModule module) {
    List<TypeAdvice> types = new ArrayList<>();
    for (TypeInstrumentation type : module.types()) {
      Collected collected = new Collected();
      type.advise(collected);
      types.add(new TypeAdvice(type.type(), collected.holds, List.copyOf(collected.methods)));
    }
    return new ModuleDescriptor(
        module.name(),
        module.library(),
        module.description(),
        module.enabledByDefault(),
        List.copyOf(types),
        List.copyOf(module.backgroundTasks()),
        module.relocatable());
  }

  private static final class Collected implements Advices {
    private final List<MethodAdvice> methods = new ArrayList<>();
    private boolean holds;

    @Override
    public void on(MethodMatch method, String adviceClass) {
      methods.add(new MethodAdvice(method, adviceClass));
    }

    @Override
    public void holdState() {
      holds = true;
    }
  }
}
