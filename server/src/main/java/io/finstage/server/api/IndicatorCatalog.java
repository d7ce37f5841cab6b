package io.finstage.server.api;

import io.finstage.proto.v1.Indicator;
import io.finstage.proto.v1.IndicatorOutput;
import io.finstage.proto.v1.IndicatorParameter;
import io.finstage.proto.v1.ListIndicatorsResponse;
import io.finstage.server.indicators.Descriptor;
import io.finstage.server.indicators.Indicators;
import io.finstage.server.indicators.Output;
import io.finstage.server.indicators.Parameter;
import io.finstage.server.indicators.Profile;
import io.finstage.server.indicators.Resolution;
import java.util.Locale;
import java.util.Map;

/** The catalog of indicators, as the contract spells it. */
public final class IndicatorCatalog {

  private IndicatorCatalog() {}

  /** All of them, ordered by id. */
  public static ListIndicatorsResponse all() {
    ListIndicatorsResponse.Builder response = ListIndicatorsResponse.newBuilder();
    Indicators.all().forEach(descriptor -> response.addIndicators(indicator(descriptor)));
    return response.build();
  }

  private static Indicator.Builder indicator(Descriptor it) {
    Indicator.Builder indicator =
        Indicator.newBuilder()
            .setId(it.id())
            .addAllAliases(it.aliases())
            .setTitle(it.title())
            .setCategory(it.category().name())
            .setStability(it.stability().name())
            .setLookback(lookback(it))
            .setFormula(it.formula())
            .setSource(it.source());
    it.inputs().stream()
        .sorted()
        .forEach(input -> indicator.addInputs(input.name().toLowerCase(Locale.ROOT)));
    it.profiles().stream().sorted().forEach(profile -> indicator.addProfiles(profile.name()));
    it.parameters().forEach(parameter -> indicator.addParameters(parameter(parameter)));
    it.outputs().forEach(output -> indicator.addOutputs(output(output)));
    return indicator;
  }

  private static IndicatorParameter.Builder parameter(Parameter it) {
    return IndicatorParameter.newBuilder()
        .setName(it.name())
        .setWhole(it.whole())
        .setMin(it.min())
        .setMax(it.max())
        .setDefaultValue(it.standard());
  }

  private static IndicatorOutput.Builder output(Output it) {
    return IndicatorOutput.newBuilder()
        .setName(it.name())
        .setUnit(it.unit().name())
        .setOnPrice(it.onPrice());
  }

  private static int lookback(Descriptor descriptor) {
    return switch (Indicators.resolve(descriptor.id(), Map.of(), Profile.ACCURATE)) {
      case Resolution.Ready ready -> ready.recipe().lookback();
      case Resolution.Problem problem -> 0;
    };
  }
}
