//! A mail server that keeps what it takes and misbehaves when it is told to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// How it meets one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Takes the message.
    Take,
    /// Says that there is no such mailbox.
    Refuse,
    /// Never says a word.
    Stall,
    /// Says what is no answer.
    Nonsense,
    /// Takes the message and hangs up before it says so.
    HangUpBefore,
    /// Takes the message, says so, and hangs up.
    HangUpAfter,
}

/// The server, and what it has taken.
#[derive(Clone)]
pub struct Catcher {
    pub port: u16,
    manners: Arc<Mutex<VecDeque<Manner>>>,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Catcher {
    /// Listens at a free port; each line that comes in is told on the channel.
    pub async fn open() -> (Self, mpsc::UnboundedReceiver<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let catcher = Self {
            port: listener.local_addr().unwrap().port(),
            manners: Arc::default(),
            taken: Arc::default(),
        };
        let (told, steps) = mpsc::unbounded_channel();
        let server = catcher.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let manner = server.manners.lock().unwrap().pop_front();
                let (server, told) = (server.clone(), told.clone());
                tokio::spawn(async move {
                    // A client that is killed leaves a broken connection, which is no fault here.
                    let _ = server
                        .meet(stream, manner.unwrap_or(Manner::Take), told)
                        .await;
                });
            }
        });
        (catcher, steps)
    }

    /// How the next connections are met.
    pub fn behave(&self, manners: &[Manner]) {
        self.manners.lock().unwrap().extend(manners);
    }

    /// Every message that came in whole, oldest first.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }

    async fn meet(
        &self,
        stream: TcpStream,
        manner: Manner,
        told: mpsc::UnboundedSender<()>,
    ) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        match manner {
            Manner::Stall => return std::future::pending().await,
            Manner::Nonsense => return stream.write_all(b"good morning\r\n").await,
            _ => stream.write_all(b"220 catcher\r\n").await?,
        }
        let mut line = String::new();
        loop {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let _ = told.send(());
            let word = line.split([' ', '\r']).next().unwrap_or_default();
            let answer: &[u8] = match word.to_ascii_uppercase().as_str() {
                "EHLO" => b"250-catcher\r\n250 8BITMIME\r\n",
                "RCPT" if manner == Manner::Refuse => b"550 no such mailbox here\r\n",
                "DATA" => b"354 go on\r\n",
                "QUIT" => b"221 goodbye\r\n",
                _ => b"250 well\r\n",
            };
            stream.write_all(answer).await?;
            if answer.starts_with(b"354") {
                let Some(message) = read_message(&mut stream).await? else {
                    return Ok(());
                };
                self.taken.lock().unwrap().push(message);
                let _ = told.send(());
                if manner == Manner::HangUpBefore {
                    return Ok(());
                }
                stream.write_all(b"250 taken\r\n").await?;
                if manner == Manner::HangUpAfter {
                    return Ok(());
                }
            }
        }
    }
}

/// The lines up to the dot; nothing if the client broke off before it.
async fn read_message(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<String>> {
    let mut message = String::new();
    loop {
        let from = message.len();
        if stream.read_line(&mut message).await? == 0 {
            return Ok(None);
        }
        if &message[from..] == ".\r\n" {
            message.truncate(from);
            return Ok(Some(message));
        }
    }
}

/// What a message is known by.
pub fn message_id(message: &str) -> &str {
    let line = message
        .lines()
        .find_map(|line| line.strip_prefix("Message-ID: "));
    line.unwrap().trim()
}
