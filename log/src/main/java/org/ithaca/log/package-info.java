/// What a log is made of: entries, runs, batches and sessions, and the contract every engine fulfils, the [Loglet].
package org.ithaca.log;
