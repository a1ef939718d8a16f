#!/usr/bin/env bash
# A small Slurm cluster on this one machine, for tests and for trying a sweep: munged, slurmctld and two nodes (slurmd),
# started without systemd, by root, in a folder of their own, on ports of their own, with a munge key of their own. A
# cluster that the machine belongs to is neither asked nor touched, and stopping ends exactly what was started here.
#
#   test/slurm/cluster.sh start [FOLDER]        start; without FOLDER in a new temporary one; prints the export line to use
#   test/slurm/cluster.sh status [FOLDER]       daemons, nodes and jobs
#   test/slurm/cluster.sh stop [FOLDER]         cancel the jobs, end the daemons, remove the folder if it was temporary
#   test/slurm/cluster.sh kill-node FOLDER N    SIGKILL to the slurmd of node N (1 or 2), as if the node's daemon had died
#   test/slurm/cluster.sh lose-node FOLDER N    the same and SIGKILL to all that runs on it, as if the node had lost power
#   test/slurm/cluster.sh start-node FOLDER N   start node N again
#   test/slurm/cluster.sh restart-controller FOLDER [KILL]   end slurmctld (with KILL by SIGKILL) and start it again
#
# Without FOLDER, stop and status take it from SLURM_CONF. The nodes are called node1 and node2 and claim 2 CPUs each,
# whatever the machine has. Needs Debian's packages slurm-wlm and munge (slurmctld, slurmd, munged).
#
# Set SCARCE_CLUSTER_PORT to choose the three ports (this one and the two after it); SCARCE_CLUSTER_CPUS for the CPUs of a
# node; SCARCE_CLUSTER_REQUEUE_EXIT for the exit status at which jobs are started again (75; empty for none).
set -euo pipefail

PATH=$PATH:/usr/sbin:/sbin
MARK=SCARCE_TEST_CLUSTER # with the folder, in the environment of every daemon: how `stop` knows its own
MARK_NODE=SCARCE_TEST_NODE
NODES=(1 2)
WRITTEN='# Written by test/slurm/cluster.sh: two nodes on one machine, for tests only.'

fail() {
  echo "cluster.sh: $*" >&2
  exit 1
}

usage() {
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"
  exit "$1"
}

# Starts a daemon that outlives this shell and writes its process id beside its log.
daemon() { # NAME COMMAND…
  local name=$1
  shift
  env "$MARK=$folder" "$MARK_NODE=$name" SLURM_CONF="$folder/slurm.conf" setsid "$@" </dev/null >>"$folder/$name.out" 2>&1 &
  echo $! >"$folder/$name.pid"
}

pid_of() { cat "$folder/$1.pid" 2>/dev/null || true; }

# The environment of a process holds a line. Steps inherit theirs from the slurmd that started them, and live on without it.
environment_has() { grep -qszxF "$2" "/proc/$1/environ"; }

# A process of ours lives: its environment carries this folder (that of another with the same process id would not).
ours() { [ -n "$1" ] && environment_has "$1" "$MARK=$folder"; } # PID

# Waits up to a number of seconds for a command to succeed.
wait_for() { # SECONDS COMMAND…
  local left=$(($1 * 10))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $((left -= 1)) -gt 0 ] || return 1
    sleep 0.1
  done
}

end() { # NAME [SIGNAL]
  local pid
  pid=$(pid_of "$1")
  if ours "$pid"; then
    kill "-${2:-TERM}" "$pid"
    wait_for 10 not ours "$pid" || kill -KILL "$pid" 2>/dev/null || true
  fi
  rm -f "$folder/$1.pid"
}

not() { ! "$@"; }

written_here() { grep -qsF "$WRITTEN" "$folder/slurm.conf"; }

free_port() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

choose_port() {
  local port
  for ((port = 26817; port < 27817; port += 10)); do
    if free_port "$port" && free_port $((port + 1)) && free_port $((port + 2)); then
      echo "$port"
      return
    fi
  done
  fail "no three free ports from 26817 to 27816: set SCARCE_CLUSTER_PORT"
}

write_configuration() { # PORT
  local port=$1 n
  {
    cat <<END
$WRITTEN
ClusterName=scarce
SlurmctldHost=localhost
SlurmctldPort=$port
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
CredType=cred/munge
# A requeued job waits until its credential has expired: 2 minutes unless said otherwise; less than 5 s is refused.
AuthInfo=socket=$folder/munge.socket,cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/%n
SlurmctldPidFile=$folder/slurmctld-own.pid
SlurmdPidFile=$folder/%n-own.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/%n.log
# Nothing that needs to write to cgroups, which a container may not.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
DefMemPerCPU=2000
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
# What a sweep's task that was stopped ends with: try again.
$([ -z "${SCARCE_CLUSTER_REQUEUE_EXIT-75}" ] || echo "RequeueExit=${SCARCE_CLUSTER_REQUEUE_EXIT-75}")
JobRequeue=1
# A lost node is noticed within seconds, and comes back by itself.
ReturnToService=2
SlurmctldTimeout=10
SlurmdTimeout=10
MessageTimeout=5
InactiveLimit=0
KillWait=5
MinJobAge=60
UnkillableStepTimeout=15
SlurmdParameters=config_overrides
END
    for n in "${NODES[@]}"; do
      echo "NodeName=node$n NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + n)) CPUs=${SCARCE_CLUSTER_CPUS:-2} RealMemory=8000"
    done
    echo 'PartitionName=test Nodes=ALL Default=YES MaxTime=INFINITE State=UP'
  } >"$folder/slurm.conf"
  # Read by daemons that are built with cgroups even where nothing is tracked by them.
  echo 'IgnoreSystemd=yes' >"$folder/cgroup.conf"
}

start_controller() { daemon slurmctld slurmctld -D -f "$folder/slurm.conf"; }
start_node() { ours "$(pid_of "node$1")" || daemon "node$1" slurmd -D -N "node$1" -f "$folder/slurm.conf"; }
controller_up() { scontrol ping | grep -q UP; }
node_up() { sinfo --noheader --nodes "node$1" --format %t | grep -qxE 'idle|alloc|mix|comp'; }

start() {
  local n
  [ "$(id -u)" = 0 ] || fail 'started by root only: slurmd runs jobs as others'
  for n in munged slurmctld slurmd sbatch; do
    command -v "$n" >/dev/null || fail "$n is not installed: apt-get install slurm-wlm munge"
  done
  if [ -z "$folder" ]; then
    folder=$(mktemp -d "${TMPDIR:-/tmp}/scarce-slurm.XXXXXX")
    touch "$folder/temporary"
  fi
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd -P)
  # A socket's path is at most 107 bytes.
  [ ${#folder} -le 80 ] || fail "$folder: a shorter path is needed, of at most 80 characters"
  ! ours "$(pid_of slurmctld)" || fail "$folder: a cluster is running there already; stop it first"
  [ ! -e "$folder/slurm.conf" ] || written_here || fail "$folder: holds the configuration of another cluster"
  mkdir -p "$folder/state" "$folder"/node{1,2}
  chmod 755 "$folder"
  export SLURM_CONF=$folder/slurm.conf
  write_configuration "${SCARCE_CLUSTER_PORT:-$(choose_port)}"

  # What was started is ended where the rest does not start; the folder, with its logs, stays.
  trap 'rm -f "$folder/temporary"; stop' EXIT
  (umask 077 && head -c 128 /dev/urandom >"$folder/munge.key")
  daemon munged munged --foreground --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" \
    --pid-file="$folder/munged-own.pid" --log-file="$folder/munged.log" --seed-file="$folder/munged.seed"
  wait_for 10 test -S "$folder/munge.socket" || fail "munged did not start: see $folder/munged.out"
  start_controller
  for n in "${NODES[@]}"; do start_node "$n"; done
  wait_for 30 controller_up || fail "slurmctld did not start: see $folder/slurmctld.log and slurmctld.out"
  for n in "${NODES[@]}"; do
    wait_for 30 node_up "$n" || fail "node$n did not come up: see $folder/node$n.log and node$n.out"
  done
  trap - EXIT
  echo "# a cluster of two nodes in $folder; stop it with: $0 stop $folder"
  echo "export SLURM_CONF=$folder/slurm.conf"
}

# Whatever of this cluster runs on a node: the daemons of its steps, and what users' scripts started there.
on_node() { # N
  local file pid
  for file in $(grep -lszxF "SLURM_CONF=$folder/slurm.conf" /proc/[0-9]*/environ); do
    pid=$(basename "$(dirname "$file")")
    if { ours "$pid" && environment_has "$pid" "$MARK_NODE=node$1"; } ||
      { environment_has "$pid" "SLURM_CLUSTER_NAME=scarce" && environment_has "$pid" "SLURMD_NODENAME=node$1"; }; then
      echo "$pid"
    fi
  done
}

lose_node() { # N
  local pid
  end "node$1" KILL
  for pid in $(on_node "$1"); do kill -KILL "$pid" 2>/dev/null || true; done
}

stop() {
  local n
  export SLURM_CONF=$folder/slurm.conf
  if ours "$(pid_of slurmctld)" && controller_up; then
    squeue --noheader --format %A | sort -u | xargs --no-run-if-empty scancel 2>/dev/null || true
    wait_for 15 no_jobs || true
  fi
  for n in "${NODES[@]}"; do
    end "node$n"
    lose_node "$n"
  done
  end slurmctld
  end munged
  [ ! -e "$folder/temporary" ] || rm -rf "$folder"
}

no_jobs() { [ -z "$(squeue --noheader)" ]; }

status() {
  local name pid
  export SLURM_CONF=$folder/slurm.conf
  for name in munged slurmctld node1 node2; do
    pid=$(pid_of "$name")
    if ours "$pid"; then echo "$name: running, process $pid"; else echo "$name: not running"; fi
  done
  ours "$(pid_of slurmctld)" || exit 1
  sinfo
  squeue
}

action=${1:-}
folder=${2:-}
case $action in
  start) ;;
  stop | status | kill-node | lose-node | start-node | restart-controller)
    [ -n "$folder" ] || folder=${SLURM_CONF:+$(dirname "$SLURM_CONF")}
    [ -n "$folder" ] && [ -d "$folder" ] || fail "$action: no folder given, or it is not there: '$folder'"
    folder=$(cd "$folder" && pwd -P)
    written_here || fail "$folder: no cluster was started there by this script"
    export SLURM_CONF=$folder/slurm.conf
    ;;
  -h | --help | help) usage 0 ;;
  *) usage 2 >&2 ;;
esac
case $action in
  start) start ;;
  stop) stop ;;
  status) status ;;
  kill-node) end "node$3" KILL ;;
  lose-node) lose_node "$3" ;;
  start-node) start_node "$3" ;;
  restart-controller)
    end slurmctld "${3:-TERM}"
    start_controller
    wait_for 30 controller_up || fail "slurmctld did not start again: see $folder/slurmctld.log"
    ;;
esac
