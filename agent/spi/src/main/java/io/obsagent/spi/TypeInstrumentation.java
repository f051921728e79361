// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi;

/** Which types to advise, and which of their methods with what. Names only, no library types. */
public interface TypeInstrumentation {
  TypeMatch type();

  void advise(Advices advices);
}
