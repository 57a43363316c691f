package org.onrecord.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The least and the most that a number, a duration or a memory size may be, each written as an operator writes the
 * setting: {@code 5}, {@code 100ms}, {@code 256K}. It stands at the method of a {@code @ConfigMapping}, and
 * docs/operating.md tells it as {@code min to max}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Range {

    String min();

    String max();
}
