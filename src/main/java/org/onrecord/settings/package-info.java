/**
 * What the settings of the service may be, beside where they are declared, and how that is checked and told. It knows
 * no other package.
 */
package org.onrecord.settings;
