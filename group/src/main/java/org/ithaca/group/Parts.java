package org.ithaca.group;

import org.ithaca.base.Hooks;
import org.ithaca.log.LogletPorts;

/// What the parts of one loglet share.
record Parts(
        Members members,
        OrderPolicy order,
        SlotWindow slots,
        Frontiers frontiers,
        WriteWindow writing,
        LogletPorts ports,
        Hooks hooks) {}
