package org.ithaca.cli;

import picocli.CommandLine;

/// What `ithaca --version` prints.
final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "ithaca " + (version == null ? "development" : version), "JVM " + System.getProperty("java.vm.version")
        };
    }
}
