package io.finstage.server.metrics;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.metrics.spi.MeterRegistryFormatterProvider;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** Heap, threads, collections and uptime of this JVM, as Helidon's system meters print them. */
final class SystemReadings implements Supplier<String> {

  private final MetricsConfig config = MetricsConfig.create();
  private final MeterRegistry registry = MetricsFactory.getInstance().globalRegistry();
  private final List<MeterRegistryFormatterProvider> providers =
      ServiceLoader.load(MeterRegistryFormatterProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  @Override
  public String get() {
    return providers.stream()
        .map(provider ->
            provider.formatter(
                MediaTypes.TEXT_PLAIN,
                config,
                registry,
                Optional.of("scope"),
                List.of(),
                List.of()))
        .flatMap(Optional::stream)
        .findFirst()
        .flatMap(formatter -> formatter.format())
        .map(Object::toString)
        .orElse("");
  }
}
