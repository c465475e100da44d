#!/bin/sh
# Writes every event of a site to a file, one JSON object per line, over restarts of either side.
#
#   SITE=HAM GATEWAY=127.0.0.1 ./subscribe.sh events.ndjson
#
# The client id has to be the same each time (-i), the session has to be kept (-c) and the QoS has to be 1 (-q 1): then the gateway
# keeps our place in its log. mosquitto_sub acknowledges an event a moment before it has written it: a kill -9 just then can lose that
# one. Where that matters, use the stream below, whose place is what stands in the file itself:
#
#   last=$(tail -n 1 events.ndjson | sed 's/.*"packproofcursor":\([0-9]*\),"packproofepoch":"\([0-9a-f]*\)".*/\2:\1/')
#   curl -sN -H "Last-Event-ID: ${last:-0}" "http://$GATEWAY:8081/v1/events/stream?epoch=any" | sed -un 's/^data: {"spec/{"spec/p' >> events.ndjson
#
# A gateway whose log was put back from a backup numbers its events anew: "packproofepoch" is another one then, and events that stand in the
# file already come again. The stream goes back by itself. Drop repetitions by "id".
set -eu

spool=${1:?usage: subscribe.sh FILE}
site=${SITE:-HAM}

set -- -h "${GATEWAY:-127.0.0.1}" -p "${PORT:-1883}" -i "${CLIENT_ID:-mosquitto-$site}" -c -q 1
[ -z "${MQTT_USERNAME:-}" ] || set -- "$@" -u "$MQTT_USERNAME" -P "$MQTT_PASSWORD"
[ -z "${CA_FILE:-}" ] || set -- "$@" --cafile "$CA_FILE"
[ -z "${CERT_FILE:-}" ] || set -- "$@" --cert "$CERT_FILE" --key "$KEY_FILE"

exec stdbuf -oL mosquitto_sub "$@" -V mqttv311 -t "packproof/v1/$site/events/#" -F '%p' >> "$spool"
