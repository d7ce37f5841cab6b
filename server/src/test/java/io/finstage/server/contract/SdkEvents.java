package io.finstage.server.contract;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.finstage.client.BarUpdate;
import io.finstage.client.Connected;
import io.finstage.client.Delivery;
import io.finstage.client.FeedEvent;
import io.finstage.client.Gap;
import io.finstage.client.IndicatorUpdate;
import io.finstage.client.PriceUpdate;
import io.finstage.client.Reconnecting;
import io.finstage.client.RequestRefused;
import io.finstage.client.SignalUpdate;
import io.finstage.client.SubscriptionResult;
import io.finstage.client.SymbolResult;
import io.finstage.client.UnsubscriptionResult;
import io.finstage.client.Update;
import java.util.ArrayList;
import java.util.List;

/** What the SDK tells its user, in the words of the contract. */
final class SdkEvents {

  private SdkEvents() {}

  static JsonObject said(FeedEvent event) {
    return switch (event) {
      case Connected it -> {
        JsonObject said = type("welcome");
        said.addProperty("epoch", it.epoch());
        said.addProperty("server_version", it.serverVersion());
        yield said;
      }
      case SubscriptionResult it -> {
        JsonObject said = type("subscribed");
        said.add("delivery", delivery(it.delivery()));
        said.add("results", results(it.results()));
        yield said;
      }
      case UnsubscriptionResult it -> {
        JsonObject said = type("unsubscribed");
        said.add("results", results(it.results()));
        yield said;
      }
      case RequestRefused it -> error(it);
      case PriceUpdate it -> update(it);
      case Gap it -> {
        JsonObject said = type("gap");
        topic(said, it.topic());
        said.addProperty("from_sequence", it.from());
        said.addProperty("to_sequence", it.to());
        said.addProperty("cause", it.cause().name());
        yield said;
      }
      case BarUpdate it -> bar(it);
      case IndicatorUpdate it -> indicator(it);
      case SignalUpdate it -> signal(it);
      case Reconnecting it -> closing(it);
    };
  }

  static JsonObject closing(Reconnecting lost) {
    JsonObject said = type("closing");
    said.addProperty("reason", lost.detail());
    said.addProperty("reconnect", true);
    return said;
  }

  private static JsonObject error(RequestRefused refused) {
    JsonObject said = type("error");
    said.addProperty("code", refused.code().name());
    said.addProperty("reason", refused.reason());
    said.addProperty("message", refused.message());
    JsonArray violations = new JsonArray();
    refused
        .violations()
        .forEach(violation -> {
          JsonObject json = new JsonObject();
          json.addProperty("field", violation.field());
          json.addProperty("description", violation.description());
          violations.add(json);
        });
    said.add("field_violations", violations);
    return said;
  }

  private static JsonObject update(PriceUpdate update) {
    JsonObject said = type("price_update");
    said.addProperty("symbol", update.symbol());
    said.addProperty("sequence", update.sequence());
    said.addProperty("snapshot", update.snapshot());
    said.addProperty("conflated", update.conflated());
    JsonObject data = new JsonObject();
    known(data, "price", update.price());
    known(data, "size", update.size());
    known(data, "bid", update.bid());
    known(data, "ask", update.ask());
    said.add("data", data);
    said.addProperty("timestamp", update.timestamp().toString());
    said.addProperty("received_at", update.receivedAt().toString());
    return said;
  }

  private static JsonObject bar(BarUpdate update) {
    JsonObject said = news("bar_update", update);
    said.addProperty("closed", update.closed());
    JsonObject bar = new JsonObject();
    bar.addProperty("open_time", update.bar().openTime().toString());
    bar.addProperty("open", update.bar().open());
    bar.addProperty("high", update.bar().high());
    bar.addProperty("low", update.bar().low());
    bar.addProperty("close", update.bar().close());
    bar.addProperty("volume", update.bar().volume());
    bar.addProperty("trades", update.bar().trades());
    said.add("bar", bar);
    return said;
  }

  private static JsonObject indicator(IndicatorUpdate update) {
    JsonObject said = news("indicator_update", update);
    said.addProperty("open_time", update.openTime().toString());
    said.addProperty("closed", update.closed());
    said.addProperty("warming_up", update.warmingUp());
    JsonObject values = new JsonObject();
    update.values().forEach(values::addProperty);
    said.add("values", values);
    return said;
  }

  private static JsonObject signal(SignalUpdate update) {
    JsonObject said = news("signal_update", update);
    said.add("signal", said.remove("indicator"));
    said.addProperty("kind", update.kind());
    said.addProperty("open_time", update.openTime().toString());
    JsonArray values = new JsonArray();
    update.values().forEach(values::add);
    said.add("values", values);
    return said;
  }

  private static JsonObject news(String type, Update update) {
    JsonObject said = type(type);
    topic(said, update.topic());
    said.remove("channel");
    said.addProperty("sequence", update.sequence());
    said.addProperty("snapshot", update.snapshot());
    said.addProperty("conflated", update.conflated());
    return said;
  }

  /** The parts of a topic's name: symbol, interval, indicator, and whether only closed bars. */
  private static void topic(JsonObject json, String name) {
    List<String> parts = new ArrayList<>(List.of(name.split("\\|", -1)));
    boolean closedOnly = parts.size() > 2 && parts.getLast().equals("closed");
    if (closedOnly) {
      parts.removeLast();
      json.addProperty("closed_only", true);
    }
    json.addProperty("symbol", parts.get(0));
    if (parts.size() > 1) {
      json.addProperty("channel", parts.size() > 2 ? "indicators" : "bars");
      json.addProperty("interval", parts.get(1));
    }
    if (parts.size() > 2) {
      json.addProperty("indicator", parts.get(2));
    }
  }

  private static void known(JsonObject data, String name, double value) {
    if (!Double.isNaN(value)) {
      data.addProperty(name, value);
    }
  }

  private static JsonObject delivery(Delivery delivery) {
    JsonObject json = new JsonObject();
    switch (delivery) {
      case Delivery.Every every -> json.addProperty("mode", "EVERY");
      case Delivery.Latest latest -> json.addProperty("mode", "LATEST");
      case Delivery.Interval paced -> {
        json.addProperty("mode", "INTERVAL");
        json.addProperty("interval_ms", paced.interval().toMillis());
      }
    }
    return json;
  }

  private static JsonArray results(List<SymbolResult> results) {
    JsonArray list = new JsonArray();
    results.forEach(result -> {
      JsonObject json = new JsonObject();
      topic(json, result.topic());
      json.remove("channel");
      json.addProperty("status", result.status().name());
      json.addProperty("sequence", result.sequence());
      json.addProperty("resumed", result.resumed());
      list.add(json);
    });
    return list;
  }

  private static JsonObject type(String name) {
    JsonObject said = new JsonObject();
    said.addProperty("type", name);
    return said;
  }
}
