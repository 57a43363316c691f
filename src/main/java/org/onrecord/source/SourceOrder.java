package org.onrecord.source;

import org.eclipse.microprofile.graphql.Description;

@Description("Orders of sources.")
public enum SourceOrder {
    @Description("Latest publication first; those without a date last.")
    PUBLISHED_ON_DESC,
    @Description("Earliest publication first; those without a date last.")
    PUBLISHED_ON_ASC,
    @Description("By the publisher's name, from A to Z.")
    PUBLISHER_ASC,
    @Description("By the publisher's name, from Z to A.")
    PUBLISHER_DESC
}
