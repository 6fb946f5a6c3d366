package org.ocibench.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The messages of the kernel's taskstats: netlink headers (linux/netlink.h), generic netlink's (linux/genetlink.h), attributes,
 * and {@code struct taskstats} (linux/taskstats.h), whose fields keep their offsets in all versions.
 */
final class ExitMessages {

    private static final int NETLINK_HEADER = 16;
    private static final int GENERIC_HEADER = 4;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int NLMSG_ERROR = 2;
    private static final short REQUEST = 1;
    private static final short REQUEST_ACKNOWLEDGED = 1 | 4;
    /** {@code GENL_ID_CTRL}, {@code CTRL_CMD_GETFAMILY}, {@code CTRL_ATTR_FAMILY_ID}, {@code CTRL_ATTR_FAMILY_NAME}. */
    private static final int CONTROL = 16;
    private static final int GET_FAMILY = 3;
    private static final int FAMILY_ID = 1;
    private static final int FAMILY_NAME = 2;
    /** {@code TASKSTATS_CMD_GET}, {@code TASKSTATS_CMD_ATTR_REGISTER_CPUMASK}. */
    private static final int GET = 1;
    private static final int REGISTER = 3;
    /** {@code TASKSTATS_TYPE_PID}, {@code _STATS}, {@code _AGGR_PID}. */
    private static final int PID = 1;
    private static final int STATS = 3;
    private static final int OF_THREAD = 4;
    /** Offsets in struct taskstats. */
    private static final int PEAK_KIB = 200;
    private static final int WRITTEN = 256;
    private static final int TYPE_MASK = 0x3fff;

    private ExitMessages() {
    }

    /** Asks for the number of a generic netlink family. */
    static byte[] askFamily(String name) {
        return message(CONTROL, REQUEST, GET_FAMILY, FAMILY_NAME, name);
    }

    /** Asks for a message at the end of every thread on these CPUs, written as in {@code 0-3}. */
    static byte[] register(int family, String cpus) {
        return message(family, REQUEST_ACKNOWLEDGED, GET, REGISTER, cpus);
    }

    private static byte[] message(int type, short flags, int command, int attribute, String text) {
        byte[] value = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        int length = NETLINK_HEADER + GENERIC_HEADER + ATTRIBUTE_HEADER + value.length;
        ByteBuffer message = ByteBuffer.allocate(aligned(length)).order(ByteOrder.nativeOrder());
        message.putInt(aligned(length)).putShort((short) type).putShort(flags).putInt(1).putInt(0);
        message.put((byte) command).put((byte) 1).putShort((short) 0);
        message.putShort((short) (ATTRIBUTE_HEADER + value.length)).putShort((short) attribute).put(value);
        return message.array();
    }

    /** The number of the family in the answer to {@link #askFamily}; empty if there is none. */
    static OptionalInt family(ByteBuffer answer) {
        for (Message message : messages(answer)) {
            for (Attribute attribute : message.attributes()) {
                if (attribute.type() == FAMILY_ID) {
                    return OptionalInt.of(Short.toUnsignedInt(attribute.value().getShort(0)));
                }
            }
        }
        return OptionalInt.empty();
    }

    /** The errno in an acknowledgement; 0 if it is none or says that all is well. */
    static int error(ByteBuffer answer) {
        ByteBuffer in = answer.duplicate().order(ByteOrder.nativeOrder());
        boolean is = in.limit() >= NETLINK_HEADER + Integer.BYTES && in.getShort(4) == NLMSG_ERROR;
        return is ? -in.getInt(NETLINK_HEADER) : 0;
    }

    /** The ends of threads in what was received. What a process as a whole used is passed over: it is the sum of these. */
    static List<TaskExit> exits(ByteBuffer received) {
        List<TaskExit> exits = new ArrayList<>();
        for (Message message : messages(received)) {
            for (Attribute attribute : message.attributes()) {
                if (attribute.type() == OF_THREAD) {
                    exits.add(exit(attributes(attribute.value())));
                }
            }
        }
        return exits;
    }

    private static TaskExit exit(List<Attribute> attributes) {
        int tid = 0;
        long written = 0;
        long peak = 0;
        for (Attribute attribute : attributes) {
            if (attribute.type() == PID) {
                tid = attribute.value().getInt(0);
            } else if (attribute.type() == STATS) {
                written = attribute.value().getLong(WRITTEN);
                peak = attribute.value().getLong(PEAK_KIB) << 10;
            }
        }
        return new TaskExit(tid, written, peak);
    }

    private record Message(List<Attribute> attributes) {
    }

    private record Attribute(int type, ByteBuffer value) {
    }

    private static List<Message> messages(ByteBuffer received) {
        List<Message> messages = new ArrayList<>();
        ByteBuffer in = received.duplicate().order(ByteOrder.nativeOrder());
        for (int at = 0; in.limit() - at >= NETLINK_HEADER + GENERIC_HEADER;) {
            int length = in.getInt(at);
            if (length < NETLINK_HEADER + GENERIC_HEADER || length > in.limit() - at) {
                break;
            }
            if (in.getShort(at + 4) != NLMSG_ERROR) {
                messages.add(new Message(attributes(in.slice(at + NETLINK_HEADER + GENERIC_HEADER,
                        length - NETLINK_HEADER - GENERIC_HEADER))));
            }
            at += aligned(length);
        }
        return messages;
    }

    private static List<Attribute> attributes(ByteBuffer in) {
        List<Attribute> attributes = new ArrayList<>();
        in.order(ByteOrder.nativeOrder());
        for (int at = 0; in.limit() - at >= ATTRIBUTE_HEADER;) {
            int length = Short.toUnsignedInt(in.getShort(at));
            if (length < ATTRIBUTE_HEADER || length > in.limit() - at) {
                break;
            }
            attributes.add(new Attribute(in.getShort(at + 2) & TYPE_MASK,
                    in.slice(at + ATTRIBUTE_HEADER, length - ATTRIBUTE_HEADER).order(ByteOrder.nativeOrder())));
            at += aligned(length);
        }
        return attributes;
    }

    private static int aligned(int length) {
        return length + 3 & ~3;
    }
}
