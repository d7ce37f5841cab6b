package io.finstage.client;

/** One thing that a {@link PriceFeed} tells. All of them are immutable. */
public sealed interface FeedEvent
    permits Update,
        Gap,
        SubscriptionResult,
        UnsubscriptionResult,
        RequestRefused,
        Connected,
        Reconnecting {}
