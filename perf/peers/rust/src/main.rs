//! Receives the tokens of a file with the Rust wallet `cdk`, as a service that uses it would: one wallet, its rate
//! limiter off, several receives at a time. Prints one line of JSON.
//!
//!     nutflux-peer-cdk --mint URL --tokens FILE [--n N] [--warm-up W] [--concurrency 8] [--store sqlite|memory]
//!
//! `--store sqlite` (the default) is cdk's own SQLite store in a file of a fresh directory; `memory` is the same store
//! on `:memory:`. The first W tokens are received before the clock starts.

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cdk::nuts::CurrencyUnit;
use cdk::wallet::{ReceiveOptions, Wallet, WalletBuilder};
use cdk_sqlite::WalletSqliteDatabase;
use futures::stream::{self, StreamExt};
use serde_json::json;

struct Arguments {
    mint: String,
    tokens: String,
    n: usize,
    warm_up: usize,
    concurrency: usize,
    store: String,
}

impl Arguments {
    fn parse() -> Result<Self, String> {
        let mut parsed = Arguments {
            mint: String::new(),
            tokens: String::new(),
            n: usize::MAX,
            warm_up: 0,
            concurrency: 8,
            store: "sqlite".to_string(),
        };
        let mut words = env::args().skip(1);
        while let Some(name) = words.next() {
            let value = words.next().ok_or(format!("{name} needs a value"))?;
            let number = || value.parse::<usize>().map_err(|_| format!("{name} is a number"));
            match name.as_str() {
                "--mint" => parsed.mint = value,
                "--tokens" => parsed.tokens = value,
                "--n" => parsed.n = number()?,
                "--warm-up" => parsed.warm_up = number()?,
                "--concurrency" => parsed.concurrency = number()?.max(1),
                "--store" if value == "sqlite" || value == "memory" => parsed.store = value,
                _ => return Err(format!("unknown option {name} {value}")),
            }
        }
        if parsed.mint.is_empty() || parsed.tokens.is_empty() {
            return Err("--mint and --tokens are needed".to_string());
        }
        Ok(parsed)
    }
}

/// What a run of receives came to.
#[derive(Default)]
struct Received {
    amount: u64,
    failures: usize,
    first_failure: Option<String>,
    latencies: Vec<Duration>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse()?;
    let mut lines = BufReader::new(File::open(&arguments.tokens)?).lines();
    let warm_up: Vec<String> = lines.by_ref().take(arguments.warm_up).collect::<Result<_, _>>()?;
    let tokens: Vec<String> = lines.take(arguments.n).collect::<Result<_, _>>()?;
    let n = tokens.len();

    let directory = env::temp_dir().join(format!("nutflux-peer-cdk-{}", std::process::id()));
    let wallet = Arc::new(open(&arguments, &directory).await?);
    receive_all(&wallet, warm_up, arguments.concurrency).await;

    let cpu_before = cpu_time();
    let start = Instant::now();
    let mut received = receive_all(&wallet, tokens, arguments.concurrency).await;
    let seconds = start.elapsed().as_secs_f64();
    let cpu = (cpu_time() - cpu_before).as_secs_f64();
    let done = n - received.failures;

    received.latencies.sort();
    println!(
        "{}",
        json!({
            "wallet": "cdk 0.18.3",
            "store": arguments.store,
            "concurrency": arguments.concurrency,
            "n": n,
            "redeemed": done,
            "failed": received.failures,
            "firstFailure": received.first_failure,
            "amount": received.amount,
            "seconds": seconds,
            "tokensPerSecond": done as f64 / seconds,
            "cpuMsPerToken": cpu * 1000.0 / (done.max(1)) as f64,
            "p50Ms": percentile(&received.latencies, 0.50),
            "p99Ms": percentile(&received.latencies, 0.99),
        })
    );
    let _ = fs::remove_dir_all(&directory);
    Ok(())
}

async fn open(arguments: &Arguments, directory: &PathBuf) -> Result<Wallet, Box<dyn Error>> {
    let store = if arguments.store == "memory" {
        cdk_sqlite::wallet::memory::empty().await?
    } else {
        fs::create_dir_all(directory)?;
        WalletSqliteDatabase::new(directory.join("wallet.sqlite")).await?
    };
    // A fixed seed would give outputs that the mint has signed in an earlier run.
    let mut seed = [0u8; 64];
    std::io::Read::read_exact(&mut File::open("/dev/urandom")?, &mut seed)?;
    let wallet = WalletBuilder::new()
        .mint_url(arguments.mint.parse()?)
        .unit(CurrencyUnit::Sat)
        .localstore(Arc::new(store))
        .seed(seed)
        .without_rate_limiting()
        .build()?;
    // Keysets and info are fetched before the clock starts, as they are for every wallet compared.
    wallet.fetch_mint_info().await?;
    wallet.active_keyset().await?;
    Ok(wallet)
}

async fn receive_all(wallet: &Arc<Wallet>, tokens: Vec<String>, concurrency: usize) -> Received {
    stream::iter(tokens)
        .map(|token| {
            let wallet = Arc::clone(wallet);
            async move {
                let start = Instant::now();
                // Its own task, so that receives share the runtime's threads.
                let outcome =
                    tokio::spawn(async move { wallet.receive(token.trim(), ReceiveOptions::default()).await }).await;
                (outcome, start.elapsed())
            }
        })
        .buffer_unordered(concurrency)
        .fold(Received::default(), |mut sum, (outcome, latency)| async move {
            match outcome {
                Ok(Ok(amount)) => {
                    sum.amount += u64::from(amount);
                    sum.latencies.push(latency);
                }
                Ok(Err(error)) => sum.fail(error.to_string()),
                Err(error) => sum.fail(error.to_string()),
            }
            sum
        })
        .await
}

impl Received {
    fn fail(&mut self, why: String) {
        self.failures += 1;
        self.first_failure.get_or_insert(why);
    }
}

fn percentile(sorted: &[Duration], share: f64) -> Option<f64> {
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).map(|latency| latency.as_secs_f64() * 1000.0)
}

/// User and system time of this process.
fn cpu_time() -> Duration {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: getrusage fills the struct it is given, and an all-zero one is valid anyway.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr());
        usage.assume_init()
    };
    let micros = |time: libc::timeval| time.tv_sec as u64 * 1_000_000 + time.tv_usec as u64;
    Duration::from_micros(micros(usage.ru_utime) + micros(usage.ru_stime))
}
