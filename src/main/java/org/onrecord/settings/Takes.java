package org.onrecord.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The form of a setting that is a text. It stands at the method of a {@code @ConfigMapping}, and docs/operating.md
 * tells it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Takes {

    Form value();
}
