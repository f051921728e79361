// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi;

import java.util.function.Consumer;

/** Which types to advise, and which of their methods with what. Names only, no library types. */
public interface TypeInstrumentation {
  TypeMatch type();

  void advise(Advices advices);

  /** One that says no more than this. */
  static TypeInstrumentation of(TypeMatch type, Consumer<Advices> advise) {
    return new TypeInstrumentation() {
      @Override
      public TypeMatch type() {
        return type;
      }

      @Override
      public void advise(Advices advices) {
        advise.accept(advices);
      }
    };
  }
}
