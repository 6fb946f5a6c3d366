package org.ocibench.cli;

/**
 * Something that cannot be measured on this host.
 *
 * @param what   the thing
 * @param why    what is missing, and what that breaks
 * @param remedy what to do about it
 */
record DoctorLimit(String what, String why, String remedy) {
}
