package org.onrecord.pledge;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

@Embeddable
@Description("How much is pledged. An amount that was not disclosed is null, never 0.")
public class Quantity {

    @NonNull
    @Column(name = "quantity_text")
    @Description("The amount in the words of the source.")
    public String text;

    @Column(name = "quantity_min")
    @Description("The least amount that the words stand for; null where they give none.")
    public BigDecimal min;

    @Column(name = "quantity_max")
    @Description("The greatest amount that the words stand for; null where they set no upper bound.")
    public BigDecimal max;

    @Column(name = "quantity_unit")
    @Description("What is counted: `soldiers`, `countries`; `currency` where it is money.")
    public String unit;

    @Column(name = "quantity_currency")
    @Description("The currency where it is money, by its ISO 4217 code: `EUR`.")
    public String currency;
}
