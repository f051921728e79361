// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.jaxrs;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;

/**
 * An implementation's builder of URIs, for {@link ClientTemplates}.
 *
 * @param typeName of its class
 */
public record UriBuilderInstrumentation(String typeName) implements TypeInstrumentation {
  @Override
  public TypeMatch type() {
    return TypeMatch.named(typeName);
  }

  @Override
  public void advise(Advices advices) {
    advices.on(
        named(
            "resolveTemplate",
            "resolveTemplateFromEncoded",
            "resolveTemplates",
            "resolveTemplatesFromEncoded"),
        UriBuilderAdvices.Resolve.class.getName());
    advices.on(named("path", "segment"), UriBuilderAdvices.Extend.class.getName());
    advices.on(
        named("uriTemplate", "schemeSpecificPart", "replacePath"),
        UriBuilderAdvices.Replace.class.getName());
    advices.on(named("uri").takes("java.lang.String"), UriBuilderAdvices.Replace.class.getName());
    advices.on(named("uri").takes("java.net.URI"), UriBuilderAdvices.Begin.class.getName());
    advices.on(named("clone").takes(), UriBuilderAdvices.Copy.class.getName());
    advices.on(
        named("build", "buildFromMap", "buildFromEncoded", "buildFromEncodedMap"),
        UriBuilderAdvices.Build.class.getName());
    advices.holdState();
  }
}
