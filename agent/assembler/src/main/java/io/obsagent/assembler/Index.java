// SPDX-License-Identifier: Apache-2.0
package io.obsagent.assembler;

import io.obsagent.core.weave.ModuleDescriptor;
import io.obsagent.core.weave.ModuleIndex;
import io.obsagent.spi.InstrumentationModule;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** Writes the index of all instrumentation modules on a class path. */
final class Index {
  static final String RESOURCE = ModuleIndex.RESOURCE;

  private Index() {}

  static String write(List<Path> classPath) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path entry : classPath) {
      urls.add(entry.toUri().toURL());
    }
    List<ModuleDescriptor> modules = new ArrayList<>();
    ClassLoader here = Index.class.getClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), here)) {
      for (InstrumentationModule module : ServiceLoader.load(InstrumentationModule.class, loader)) {
        modules.add(ModuleDescriptor.of(module));
      }
    }
    modules.sort(Comparator.comparing(ModuleDescriptor::name));
    return ModuleIndex.write(modules);
  }
}
